// Which parameters operators are proven to read, form by form.
import { describe, expect, it } from 'vitest';
import { readParameters } from '../../../../../src/server/workspace/source/readParameters.ts';
import { readSource } from '../../../../../src/server/workspace/source/sourceFile.ts';
import type { SourceLanguage } from '../../../../../src/server/workspace/source/tokens.ts';

function namesIn(language: SourceLanguage, ...texts: string[]): string[] {
  return readParameters(texts.map((text) => readSource(text, language))).map((parameter) => parameter.name);
}

/** A Rust operator whose `init` has this body. */
const rust = (body: string, rest = ''): string =>
  `use exports::p::map::Guest;\nimpl Guest for A { fn init(configuration: ModuleConfiguration) -> bool { ${body} } }\n${rest}`;
const loop = (body: string): string => rust(`for (name, value) in &configuration.properties { ${body} }`);

describe('Rust', () => {
  it.each([
    ['a comparison', loop('if name == "a" { x } else if "b" == name {}')],
    ['a comparison that must fail', loop('if name != "a" || name.as_str() != "b" { continue; }')],
    [
      'a match',
      loop('match name.as_str() { "a" => x = "no", "b" | "b2" if value == "no" => {} , _ => y("no") }'),
      ['a', 'b', 'b2'],
    ],
    [
      'a match of a tuple',
      loop(
        'match (name.as_str(), value.trim()) { ("a", "no") => 1, ("b", v) => match v { "no" => 2 }, _ => 3 };',
      ),
    ],
    ['matches!', loop('if matches!(name.as_str(), "a" | "b") {}')],
    ['a list that contains it', loop('if ["a", "b"].contains(&name.as_str()) {}')],
    ['a constant', loop('if name == A {} if name.eq("b") {}') + 'const A: &str = "a";'],
    [
      'a closure over pairs',
      rust(
        'let a = configuration.properties.iter().find(|(k, _)| k == "a").map(|(_, v)| v == "no"); let b = configuration\n.properties\n.into_iter()\n.find_map(|&(ref key, ref v)| if key == "b" { Some(v) } else { None });',
      ),
    ],
    [
      'a closure over one pair',
      rust(
        'configuration.properties.iter().any(|p| p.0 == "a" && p.1 == "no"); configuration.properties.iter().position(|p| p.0.as_str() == "b");',
      ),
    ],
    [
      'a map',
      rust(
        'let map: HashMap<String, String> = configuration.properties.into_iter().collect(); map.get("a"); if map.contains_key("b") {}',
      ),
    ],
    [
      'a collected map with its type behind',
      rust(
        'let map = configuration.properties.iter().cloned().collect::<HashMap<_, _>>(); map.get("a"); map["b"];',
      ),
    ],
    [
      'a function that is given the key',
      loop('apply(&mut settings, name, value);') +
        'fn apply(s: &mut S, key: &str, value: &str) { match key { "a" => 1, "b" => 2, _ => 3 } }',
    ],
    [
      'a function that is given the properties',
      rust('parse(&configuration.properties)') +
        'fn parse(properties: &[(String, String)]) { properties.iter().find(|(k, _)| k == "a"); for (k, _) in properties { if k == "b" {} } }',
    ],
    [
      'a method that is given the configuration',
      rust('Settings::read(&configuration)') +
        'impl Settings { fn read(c: &Config) { for (k, v) in c.properties.iter() { if k == "a" {} if k == "b" {} } } }',
    ],
    ['a key in lower case', loop('let key = name.to_lowercase(); match key.as_str() { "a" => 1, "b" => 2 }')],
    [
      'the function that the macro names',
      'fn start(c: ModuleConfiguration) -> bool { for (k, v) in c.properties { if k == "a" {} if k == "b" {} } true }\n#[map_operator(init = "start")]\nfn convert(input: DataModel) {}',
    ],
  ] as [string, string, string[]?][])('follows %s', (_title, text, expected = ['a', 'b']) => {
    expect(namesIn('rust', text)).toEqual(expected);
  });

  it('follows the configuration into another file', () => {
    const settings = 'pub fn start(c: &Other) { for (k, v) in &c.properties { if k == "a" {} } }';
    expect(namesIn('rust', rust('settings::start(&configuration)'), settings)).toEqual(['a']);
  });

  it.each([
    [
      'user properties of messages',
      rust(
        'for (key, v) in &message.properties.user_properties { if key == "no" {} } for (key, v) in &message.properties { if key == "no" {} }',
      ),
    ],
    ['values', loop('match value.as_str() { "no" => 1, _ => 2 } if value == "no" {}')],
    [
      'the name after its loop',
      rust('for (name, v) in &configuration.properties {} for name in names { if name == "no" {} }'),
    ],
    ['a name in another function', loop('') + 'fn other(name: &str) { if name == "no" {} }'],
    [
      'a function of two meanings',
      loop('apply(name)') +
        'mod a { fn apply(n: &str) { n == "no"; } } mod b { fn apply(n: &str) { n == "no"; } }',
    ],
    [
      'what a look-up gave',
      rust(
        'let unit = configuration.properties.iter().find(|(k, _)| k == other); match unit.as_str() { "no" => 1 } unit.get("no");',
      ),
    ],
    ['members of the name', loop('if thing.name == "no" {} name.get("no");')],
    ['comments and texts', loop('// name == "no"\n log("name == \\"no\\"");')],
    ['module schemas', rust('for schema in configuration.module_schemas { if schema.name == "no" {} }')],
  ])('leaves out %s', (_title, text) => {
    expect(namesIn('rust', text)).toEqual([]);
  });

  it('tells the operator that alone reads a parameter', () => {
    const text = `
      mod a { fn init_a(c: ModuleConfiguration) -> bool { c.properties.iter().any(|(k, _)| k == "own"); both(&c) }
        #[map_operator(init = "init_a")] fn m(d: D) {} }
      mod b { fn init_b(c: ModuleConfiguration) -> bool { both(&c) }
        #[filter_operator(init = "init_b")] fn f(d: D) {} }
      fn both(c: &ModuleConfiguration) -> bool { c.properties.iter().any(|(k, _)| k == "shared") }
    `;
    const found = readParameters([readSource(text, 'rust')]);
    expect(found.map(({ name, operators }) => [name, operators])).toEqual([
      ['own', ['map']],
      ['shared', ['map', 'filter']],
    ]);
  });
});

/** A Python operator whose `init` has these lines. */
const python = (lines: string[], before = ''): string =>
  `${before}\nclass Map(exports.Map):\n    def init(self, configuration) -> bool:\n${lines.map((line) => `        ${line}\n`).join('')}        return True\n`;

describe('Python', () => {
  it.each([
    [
      'a comparison',
      ['for name, value in configuration.properties:', '    if name == "a" or "b" == name: pass'],
    ],
    ['a choice', ['for (name, value) in configuration.properties:', '    if name in ("a", "b"): pass']],
    [
      'a match',
      [
        'for name, value in configuration.properties:',
        '    match name:',
        '        case "a": x = "no"',
        '        case "b" if value == "no": pass',
        '        case _: pass',
      ],
    ],
    ['a map', ['p = dict(configuration.properties)', 'p.get("a", "no")', 'p["b"]']],
    ['a member', ['self.p = dict(configuration.properties)', 'if "a" in self.p: pass', 'self.p.get("b")']],
    [
      'a comprehension',
      [
        'p = {k: v for k, v in configuration.properties}',
        'p.get("a")',
        'x = next((v for k, v in configuration.properties if k == "b"), "no")',
      ],
    ],
    [
      'pairs',
      [
        'for pair in configuration.properties:',
        '    if pair[0] == "a" and pair[1] == "no": pass',
        'next(p[1] for p in configuration.properties if p[0] == "b")',
      ],
    ],
    [
      'the map at once',
      ['x = dict(configuration.properties).get("a")', 'y = dict(configuration.properties)["b"]'],
    ],
  ])('follows %s', (_title, lines) => {
    expect(namesIn('python', python(lines))).toEqual(['a', 'b']);
  });

  it('takes the keys of a map of defaults', () => {
    const lines = ['for name, value in configuration.properties:', '    if name not in settings: continue'];
    expect(namesIn('python', python(lines, 'settings = {"a": "no", "b": {"no": 1}}'))).toEqual(['a', 'b']);
  });

  it('follows calls from a comprehension, and globals', () => {
    const before = 'def apply(key, text):\n    return key == "a"\n\ndef use():\n    return p["b"]\n';
    const lines = [
      'global p',
      'p = dict(configuration.properties)',
      'all([apply(k, v) for k, v in configuration.properties])',
    ];
    expect(namesIn('python', python(lines, before))).toEqual(['a', 'b']);
  });

  it.each([
    ['JSON of messages', ['data = json.loads(x)', 'data.get("no")', 'if "no" in data: pass']],
    [
      'the name after its loop',
      [
        'for name, v in configuration.properties:',
        '    pass',
        'for name, v in other:',
        '    if name == "no": pass',
      ],
    ],
    [
      'keys of members that are made elsewhere',
      ['for name, v in configuration.properties:', '    if name in settings.all: pass'],
    ],
  ])('leaves out %s', (_title, lines) => {
    expect(namesIn('python', python(lines, 'settings = {"no": 1}'))).toEqual([]);
  });
});

/** A JavaScript operator whose `init` has this body. */
const script = (body: string, before = ''): string =>
  `${before}\nexport const map = {\n  init(configuration) { ${body} return true; },\n  process(d) { return d; },\n};`;

describe('JavaScript', () => {
  it.each([
    [
      'a comparison',
      script(
        "for (const [name, value] of configuration.properties) { if (name === 'a' || 'b' !== name) {} }",
      ),
    ],
    [
      'a switch',
      script(
        "for (const [name] of configuration.properties) switch (name) { case 'a': x('no'); break; case 'b': break; default: }",
      ),
    ],
    [
      'an arrow',
      script(
        "configuration.properties.find(([k]) => k === 'a')?.[1]; configuration.properties.some((p) => p[0] === 'b');",
      ),
    ],
    [
      'forEach',
      script(
        "configuration.properties.forEach(([k, v]) => { if (k === 'a') {} if (['b', 'b'].includes(k)) {} });",
      ),
    ],
    ['an object', script("const p = Object.fromEntries(configuration.properties); p.a ?? p['b'];")],
    ['a map', script("const p = new Map(configuration.properties); p.get('a'); if (p.has('b')) {}")],
    [
      'a member',
      script(
        'this.p = new Map(configuration.properties);',
        'function use() { return this.p.get("a") + this.p.get("b"); }',
      ),
    ],
    [
      'an object that has it',
      script(
        'for (const [k, v] of configuration.properties) if (k in settings) settings[k] = v;',
        "const settings = { a: 1, 'b': 2 };",
      ),
    ],
    [
      'a parameter taken apart',
      "export const map = { init({ properties }) { for (const [k] of properties) { if (k === 'a') {} if (k === 'b') {} } } };",
    ],
    [
      'a constant taken apart',
      script(
        "const { properties } = configuration; properties.find(([k]) => k === 'a'); properties.find(([k]) => k === 'b');",
      ),
    ],
    [
      'a function',
      script(
        'for (const [k, v] of configuration.properties) apply(k, v);',
        "const apply = (key, text) => { switch (key) { case 'a': case 'b': } };",
      ),
    ],
    [
      'an arrow as init',
      "export const map = { init: (c) => { c.properties.find(([k]) => k === 'a'); c.properties.find(([k]) => k === 'b'); } };",
    ],
  ])('follows %s', (_title, text) => {
    expect(namesIn('javascript', text)).toEqual(['a', 'b']);
  });

  it.each([
    ['payloads', script("const o = JSON.parse(x); o.no; o['no'];")],
    ['values', script("for (const [k, v] of configuration.properties) if (v === 'no') {}")],
    [
      'functions that are no operators',
      "export function other(c) { c.properties.find(([k]) => k === 'no'); }",
    ],
  ])('leaves out %s', (_title, text) => {
    expect(namesIn('javascript', text)).toEqual([]);
  });
});

it('tells the place of the name, the first of several', () => {
  const text = loop('if name == "a" {} if name == "a" {}');
  const [found] = readParameters([readSource(text, 'rust')]);
  expect(found?.start).toBe(text.indexOf('"a"'));
  expect(text.slice(found?.start, found?.end)).toBe('"a"');
});
