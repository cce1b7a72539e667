// What operators are written in. Knows no files and no toolchain.

export const operatorLanguages = ['rust', 'python', 'javascript'] as const;
export type OperatorLanguage = (typeof operatorLanguages)[number];
