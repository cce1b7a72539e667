// The OpenAPI description that tells kubectl that the server checks fields itself; without one, it applies nothing.

/** A document in which each kind can be patched, and unknown fields are looked for. `kinds` by their plural. */
export function describePatching(
  group: string,
  version: string,
  kinds: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const paths = Object.entries(kinds).map(([plural, kind]) => {
    const patch = {
      parameters: [{ name: 'fieldValidation', in: 'query', schema: { type: 'string' } }],
      responses: { 200: { description: 'OK' } },
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': { group, version, kind },
    };
    return [`/apis/${group}/${version}/namespaces/{namespace}/${plural}/{name}`, { patch }];
  });
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.30.0' },
    paths: Object.fromEntries(paths) as object,
  };
}
