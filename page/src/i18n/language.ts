export type Language = 'en' | 'fa';

export const directions: Readonly<Record<Language, 'ltr' | 'rtl'>> = { en: 'ltr', fa: 'rtl' };
