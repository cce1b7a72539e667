// Where a registry may send us.
import { describe, expect, it } from 'vitest';
import {
  followRedirect,
  followUpload,
  isLoopback,
  readRealm,
  refusePlainHttp,
} from '../../../src/registry/safeUrls.ts';
import { registryWords as words } from '../../../src/cli/registryFlags.ts';

const https = new URL('https://reg.example/v2/a/blobs/uploads/');
const local = new URL('http://localhost:5000/v2/');
const code = (name: string): unknown => expect.objectContaining({ code: name });
const unsafe = code('REGISTRY_ANSWER_UNSAFE');

describe('an upload', () => {
  it('goes on at a path or URL of the same host, as it was written', () => {
    expect(followUpload(https, '/u/1?_state=a%2Fb==&x=').href).toBe(
      'https://reg.example/u/1?_state=a%2Fb==&x=',
    );
    expect(followUpload(https, 'https://reg.example:443/u').href).toBe('https://reg.example/u');
    expect(followUpload(https, '?s=1').pathname).toBe('/v2/a/blobs/uploads/');
  });

  it.each([
    'https://other.example/u',
    '//other.example/u',
    'https://reg.example:444/u',
    'http://reg.example:443/u',
  ])('is refused at %s', (location) => {
    expect(() => followUpload(https, location)).toThrow(unsafe);
  });

  it.each([undefined, 'file:///etc/passwd', 'https://user:pw@reg.example/u', 'http://'])(
    'is refused at %s',
    (location) => {
      expect(() => followUpload(https, location)).toThrow(code('REGISTRY_ANSWER_INVALID'));
    },
  );
});

describe('a download', () => {
  it('may go on at another host', () => {
    expect(followRedirect(https, 'https://storage.example/b').host).toBe('storage.example');
  });

  it.each(['http://reg.example/b', 'https://localhost/b', 'https://127.0.0.1:8443/b'])(
    'is refused at %s',
    (location) => {
      expect(() => followRedirect(https, location)).toThrow(unsafe);
    },
  );
});

describe('a login', () => {
  it('may be at another host, with TLS', () => {
    expect(readRealm(https, 'https://auth.example/token', false, words).host).toBe('auth.example');
  });

  it('is refused over plain HTTP after HTTPS, even where plain HTTP is allowed', () => {
    expect(() => readRealm(https, 'http://auth.example/token', true, words)).toThrow(unsafe);
    expect(() => readRealm(https, 'http://localhost/token', true, words)).toThrow(unsafe);
  });

  it('is refused over plain HTTP on another machine, unless that is allowed', () => {
    expect(() => readRealm(local, 'http://auth.example/token', false, words)).toThrow(
      code('REGISTRY_INSECURE'),
    );
    expect(readRealm(local, 'http://auth.example/token', true, words).host).toBe('auth.example');
  });

  it.each([undefined, '', 'token', '/token'])('is refused at %s', (realm) => {
    expect(() => readRealm(https, realm, false, words)).toThrow(code('REGISTRY_ANSWER_INVALID'));
  });
});

it('plain HTTP is for this machine, or for who allows it', () => {
  expect(() => refusePlainHttp(new URL('http://reg.example/'), false, words)).toThrow(
    code('REGISTRY_INSECURE'),
  );
  expect(() => refusePlainHttp(new URL('http://reg.example/'), true, words)).not.toThrow();
  expect(() => refusePlainHttp(local, false, words)).not.toThrow();
});

it.each([
  ['localhost', true],
  ['LOCALHOST.', true],
  ['a.localhost', true],
  ['127.8.9.1', true],
  ['[::1]', true],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['10.0.0.1', false],
])('%s is this machine: %s', (name, expected) => {
  expect(isLoopback(name)).toBe(expected);
});
