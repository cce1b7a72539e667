// How files of test cases are recognised. Knows nothing else.

/** What must end the name of a test case's file. */
export const testCaseFileEnd = '.test.yaml';
