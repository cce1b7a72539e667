// Draws the output of a dataflow-graph command as a picture of a terminal, for the README.
// node scripts/drawTerminal.mjs docs/pictures/run.svg run samples/…
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const [, , file, ...args] = process.argv;
const columns = 132;
const { stdout } = spawnSync(process.execPath, ['dist/cli.mjs', ...args], {
  env: { ...process.env, FORCE_COLOR: '1' },
  encoding: 'utf8',
});
const colours = { 1: '#ffffff', 2: '#8b949e', 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341' };
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function drawLine(line, index) {
  const spans = line.split(/(?=\u001b\[)/).map((part) => {
    const [, code = '0', text = part] = /^\u001b\[(\d+)m([\s\S]*)$/.exec(part) ?? [];
    const colour = colours[code];
    return `<tspan${colour ? ` fill="${colour}"` : ''}>${escape(text)}</tspan>`;
  });
  return `<text x="16" y="${String(46 + index * 17)}">${spans.join('')}</text>`;
}

function wrap(line) {
  // Lines with colours are table heads and never too long.
  if (line.length <= columns || line.includes('\u001b')) return [line];
  return line.match(new RegExp(`.{1,${String(columns)}}`, 'g')) ?? [];
}

const lines = [`$ dataflow-graph ${args.join(' ')}`, ...stdout.trimEnd().split('\n')].flatMap(wrap);
const height = 62 + lines.length * 17;
writeFileSync(
  file,
  `<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="${String(height)}" viewBox="0 0 1080 ${String(height)}" role="img" aria-label="Output of ${escape(args[0] ?? '')} in a terminal">
<rect width="1080" height="${String(height)}" rx="10" fill="#0d1117"/>
<circle cx="20" cy="16" r="5" fill="#ff5f57"/><circle cx="38" cy="16" r="5" fill="#febc2e"/><circle cx="56" cy="16" r="5" fill="#28c840"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#c9d1d9" xml:space="preserve">
${lines.map(drawLine).join('\n')}
</g>
</svg>
`,
);
