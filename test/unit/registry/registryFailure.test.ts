// Every failure has its code, its step, its registry and what to do.
import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../../src/base/errors.ts';
import { registryWords as words } from '../../../src/cli/registryFlags.ts';
import { AnswerFailure } from '../../../src/registry/answerFailure.ts';
import { describeFailure } from '../../../src/registry/registryFailure.ts';

const failed = { host: 'r.io', step: 'upload a.wasm', credentials: 'The credentials came from here.', words };
const tell = (error: unknown): AppError => describeFailure(error, failed) as AppError;
const answer = (status: number, code = '', message = ''): AnswerFailure =>
  new AnswerFailure(status, {}, code || message ? [{ code, message }] : []);
const system = (code: string, message = code): Error => Object.assign(new Error(message), { code });

describe('a failure is told by its cause', () => {
  it.each<[string, Error, ErrorCode, string]>([
    ['DNS', system('ENOTFOUND'), 'REGISTRY_UNREACHABLE', 'no address is known'],
    ['refused', system('ECONNREFUSED'), 'REGISTRY_UNREACHABLE', 'nothing listens there'],
    ['broken', system('ECONNRESET'), 'REGISTRY_INTERRUPTED', 'the connection broke'],
    ['silent', system('ETIMEDOUT', 'nothing came for 60 s'), 'REGISTRY_UNREACHABLE', 'nothing came for 60 s'],
    ['certificate', system('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed'), 'REGISTRY_TLS', '--ca FILE'],
    ['name in the certificate', system('ERR_TLS_CERT_ALTNAME_INVALID'), 'REGISTRY_TLS', 'use the name'],
    ['no TLS', system('EPROTO'), 'REGISTRY_TLS', '--insecure'],
    ['no HTTP', system('HPE_INVALID_CONSTANT'), 'REGISTRY_ANSWER_INVALID', 'does not speak HTTP'],
    [
      '401',
      answer(401),
      'REGISTRY_AUTHENTICATION',
      'The credentials came from here. To be known there, log in with "docker login r.io"',
    ],
    ['403', answer(403, 'DENIED', 'no push'), 'REGISTRY_DENIED', 'not allowed (403, "no push")'],
    ['404', answer(404), 'REGISTRY_NOT_FOUND', 'not there (404)'],
    ['413', answer(413), 'REGISTRY_TOO_LARGE', 'larger than the registry'],
    [
      '429',
      new AnswerFailure(429, { 'retry-after': '900' }, []),
      'REGISTRY_BUSY',
      'it asks for 900 s of patience',
    ],
    ['503', answer(503), 'REGISTRY_FAILED', 'has a fault (503)'],
    [
      'digest',
      answer(400, 'DIGEST_INVALID', 'provided digest did not match'),
      'REGISTRY_DIGEST_MISMATCH',
      'not what was sent',
    ],
    ['other', answer(418), 'REGISTRY_ANSWER_INVALID', 'it answered 418'],
  ])('%s', (_name, error, code, words) => {
    expect(tell(error)).toMatchObject({ code, cause: error });
    expect(tell(error).message).toMatch(/^Could not upload a\.wasm at r\.io: /);
    expect(tell(error).message).toContain(words);
  });

  it.each([
    [
      'ECR',
      answer(
        400,
        'ImageTagAlreadyExistsException',
        "The image tag '1' already exists and cannot be overwritten because the repository is immutable",
      ),
    ],
    [
      'Harbor',
      answer(412, 'PRECONDITION', 'Failed to process request due to "a:1" configured as immutable.'),
    ],
    [
      'Google',
      answer(400, 'MANIFEST_INVALID', 'cannot update tag 1. The repository has enabled tag immutability'),
    ],
  ])('immutable tags at %s', (_name, error) => {
    const isTold = tell(error).code === 'REGISTRY_TAG_IMMUTABLE';
    expect(isTold).toBe(true);
  });

  it('cancelled', () => {
    const signal = AbortSignal.abort();
    expect(describeFailure(new Error('aborted'), { ...failed, signal })).toMatchObject({
      code: 'REGISTRY_CANCELLED',
    });
  });
});

it('what was told already and what is a bug pass as they are', () => {
  const told = new AppError('FILE_UNREADABLE', 'a');
  const bug = new TypeError('b');
  expect(tell(told)).toBe(told);
  expect(describeFailure(bug, failed)).toBe(bug);
});

it('words of a registry come without codes for terminals, in one line of bounded length', () => {
  const { message } = tell(answer(403, '', `a\u001b[31m\nb${'c'.repeat(1000)}`));
  expect(message).toContain('"a [31m b');
  expect(message).not.toMatch(/[\u0000-\u001f]/);
  expect(message.length).toBeLessThan(700);
});
