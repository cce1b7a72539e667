// A schema registry that fails when it is told to, as one that cannot be reached. Knows nothing about when that is.
import { type OperatorSchemas, SchemaRegistryError } from '../services/schemaRegistry.ts';

/** `schemas`, but every lookup fails with `timeout` of WIT `schema-error` while `fails` says so. */
export function makeFailingSchemas(schemas: OperatorSchemas, fails: () => boolean): OperatorSchemas {
  return {
    get: (...args) => {
      if (fails())
        throw new SchemaRegistryError('timeout', 'the registry did not answer; a fault on purpose');
      return schemas.get(...args);
    },
  };
}
