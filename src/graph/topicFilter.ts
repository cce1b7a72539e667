// MQTT topic names and topic filters: what is well formed, what matches, what overlaps. Knows no broker and no graph.
// Clause numbers are those of MQTT Version 5.0 (OASIS Standard).

const maxBytes = 65_535;

/** Whether `topic` may be published to. */
export function isTopicNameValid(topic: string): boolean {
  // [MQTT-4.7.0-1]: wildcards must not be used within a topic name.
  return isTopicText(topic) && !/[+#]/.test(topic);
}

/** Whether `filter` may be subscribed to; `$share/<group>/<filter>` included. */
export function isTopicFilterValid(filter: string): boolean {
  if (!isTopicText(filter)) return false;
  const levels = filter.split('/');
  if (levels[0] !== '$share') return areLevelsValid(levels);
  // [MQTT-4.8.2-1], [MQTT-4.8.2-2]: a share name of at least one character without wildcards, then "/" and a filter.
  const [, group, ...rest] = levels;
  return !!group && !/[+#]/.test(group) && isTopicText(rest.join('/')) && areLevelsValid(rest);
}

function areLevelsValid(levels: readonly string[]): boolean {
  return levels.every((level, index) => {
    // [MQTT-4.7.1-1]: "#" stands alone in its level and is the last character of the filter.
    if (level.includes('#')) return level === '#' && index === levels.length - 1;
    // [MQTT-4.7.1-2]: "+" occupies an entire level.
    return !level.includes('+') || level === '+';
  });
}

// [MQTT-4.7.3-1] at least one character; [MQTT-4.7.3-2] no null character; [MQTT-4.7.3-3] at most 65,535 bytes of UTF-8;
// [MQTT-1.5.4-1] no lone surrogates.
function isTopicText(text: string): boolean {
  if (text === '' || text.includes('\u0000')) return false;
  if (/\p{Surrogate}/u.test(text)) return false;
  return text.length * 3 <= maxBytes || new TextEncoder().encode(text).length <= maxBytes;
}

/** Whether a message published to `topic` reaches a subscription to `filter`; both must be valid. */
export function matchesTopicFilter(filter: string, topic: string): boolean {
  const wanted = splitFilter(filter);
  const levels = topic.split('/');
  // [MQTT-4.7.2-1]: a filter that begins with a wildcard does not match a topic name that begins with "$".
  if (topic.startsWith('$') && isWildcard(wanted[0])) return false;
  for (const [index, level] of wanted.entries()) {
    // §4.7.1.2: "#" also matches the parent level, so "a/#" matches "a".
    if (level === '#') return levels.length >= index;
    if (index >= levels.length) return false;
    if (level !== '+' && level !== levels[index]) return false;
  }
  return wanted.length === levels.length;
}

/** Whether some topic matches both filters; both must be valid. A topic name is a filter for itself. */
export function doTopicFiltersOverlap(a: string, b: string): boolean {
  const [levelsA, levelsB] = [splitFilter(a), splitFilter(b)];
  // [MQTT-4.7.3-1]: "/#" and "+" would meet in the empty topic only, which does not exist.
  if (levelsA.join('/') === '/#' && levelsB.length === 1 && levelsB[0] === '+') return false;
  if (levelsB.join('/') === '/#' && levelsA.length === 1 && levelsA[0] === '+') return false;
  return doTopicLevelsOverlap(levelsA, levelsB);
}

/** Like {@link doTopicFiltersOverlap}, on levels; here "#" may stand at any place and matches any number of levels. */
export function doTopicLevelsOverlap(a: readonly string[], b: readonly string[]): boolean {
  const [firstA, firstB] = [a[0] ?? '', b[0] ?? ''];
  // [MQTT-4.7.2-1]: topics under "$…" are out of reach for a leading wildcard.
  if (firstA.startsWith('$') && isWildcard(firstB)) return false;
  if (firstB.startsWith('$') && isWildcard(firstA)) return false;
  let common = 0;
  for (; common < a.length && common < b.length; common += 1) {
    const [left, right] = [a[common], b[common]];
    if (left === '#' || right === '#') break;
    if (left !== right && left !== '+' && right !== '+') return false;
  }
  const [restA, restB] = [a.slice(common), b.slice(common)];
  // §4.7.1.2: a closing "#" matches whatever is left, also nothing.
  if (restA.join('/') === '#' || restB.join('/') === '#') return true;
  return canMeet(restA, restB);
}

/** Whether two level patterns have a topic in common; row by row, `row[j]` tells it for the first levels of `b`. */
function canMeet(a: readonly string[], b: readonly string[]): boolean {
  let row = [true];
  for (const [j, right] of b.entries()) row[j + 1] = right === '#' && row[j] === true;
  for (const left of a) {
    const next = [left === '#' && row[0] === true];
    for (const [j, right] of b.entries()) {
      const isSkipped = (left === '#' && row[j + 1] === true) || (right === '#' && next[j] === true);
      const isTaken = (left === '#' && next[j] === true) || (right === '#' && row[j + 1] === true);
      const isSame = left !== '#' && right !== '#' && (left === right || left === '+' || right === '+');
      next[j + 1] = isSkipped || isTaken || (isSame && row[j] === true);
    }
    row = next;
  }
  return row[b.length] === true;
}

/** The levels of a filter; a shared subscription receives what its own filter matches, §4.8.2. */
export function splitFilter(filter: string): string[] {
  const levels = filter.split('/');
  return levels[0] === '$share' && levels.length > 2 ? levels.slice(2) : levels;
}

function isWildcard(level: string | undefined): boolean {
  return level === '+' || level === '#';
}
