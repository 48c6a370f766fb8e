/** Forms of a text by the categories of `Intl.PluralRules` of the language. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
