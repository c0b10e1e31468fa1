// What stands in and between the digits of a number that a person wrote: as the inside of a
// character class, for regular expressions with the flag `u`.

/** Latin, Persian, Arabic and full-width. */
export const DIGITS = '0-9۰-۹٠-٩０-９';

/** What is invisible, and comes with a number that was copied: marks of direction, joiners, fillers. */
export const INVISIBLE =
  '\\p{Default_Ignorable_Code_Point}\\p{Bidi_Control}\\p{Cc}\\u2800\\ufff9-\\ufffc';

export const SLASHES = '/\\u2044\\u2215\\uff0f\\\\';

export const DOTS = '.\\uff0e\\u06d4';

/** Blanks, dashes, the kashida, slashes, dots and brackets. */
const VISIBLE = `\\p{Z}\\p{Pd}\\u2212\\u0640${SLASHES}${DOTS}\\u00b7()（）\\[\\]［］`;

export const MARKS = INVISIBLE + VISIBLE;
