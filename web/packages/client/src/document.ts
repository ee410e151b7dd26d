import type { components, operations } from './generated/openapi.js';

/** What the service's document describes, by the names that it has there. */
export type Schemas = components['schemas'];

/** What may stand in the query of an operation. */
export type QueryOf<Name extends keyof operations> = NonNullable<
  operations[Name]['parameters']['query']
>;
