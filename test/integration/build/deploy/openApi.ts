// The OpenAPI descriptions that tell kubectl what the server can do: the newer one that it checks fields itself, without which
// nothing is applied; the older one, for kubectl before 1.27, that it can apply without keeping anything.

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

/**
 * The older form, as protobuf: a document (gnostic, openapiv2/OpenAPIv2.proto) in which each kind can be patched, and the query has
 * `dryRun`. What kubectl does not look at is left out.
 */
export function describeDryRun(
  group: string,
  version: string,
  kinds: Readonly<Record<string, string>>,
): Buffer {
  const paths = Object.entries(kinds).map(([plural, kind]) => {
    // Parameter.non_body_parameter = 2, NonBodyParameter.query_parameter_sub_schema = 3, its `in` = 2 and `name` = 4.
    const query = field(2, field(3, Buffer.concat([field(2, 'query'), field(4, 'dryRun')])));
    // NamedAny: name = 1, value = 2, which is an Any with `yaml` = 2.
    const extension = Buffer.concat([
      field(1, 'x-kubernetes-group-version-kind'),
      field(2, field(2, JSON.stringify({ group, version, kind }))),
    ]);
    // Operation: parameters = 8 (ParametersItem.parameter = 1), vendor_extension = 13.
    const operation = Buffer.concat([field(8, field(1, query)), field(13, extension)]);
    const name = `/apis/${group}/${version}/namespaces/{namespace}/${plural}/{name}`;
    // Paths.path = 2, NamedPathItem: name = 1, value = 2; PathItem.patch = 8.
    return field(2, Buffer.concat([field(1, name), field(2, field(8, operation))]));
  });
  // Document: swagger = 1, paths = 8.
  return Buffer.concat([field(1, '2.0'), field(8, Buffer.concat(paths))]);
}

/** A protobuf field of wire type 2: its number, the length, the bytes. */
function field(number: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    length.push(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
    if (rest < 0x80) break;
  }
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
}
