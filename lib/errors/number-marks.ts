// What stands in and between the digits of a number that a person wrote: as the inside of a
// character class, for regular expressions with the flag `u`.

/** Latin, Persian, Arabic and full-width. */
export const DIGITS = '0-9۰-۹٠-٩０-９';

/** What nobody sees, and a number that was copied brings along: marks of direction, joiners, fillers. */
const INVISIBLE = '\\p{Default_Ignorable_Code_Point}\\p{Bidi_Control}\\p{Cc}\\u2800\\ufff9-\\ufffc';

/** Blanks, dashes, the kashida, slashes, dots and brackets. */
const VISIBLE = '\\p{Z}\\p{Pd}\\u2212\\u0640/\\u2044\\uff0f\\\\.\\uff0e\\u00b7()（）\\[\\]［］';

export const MARKS = INVISIBLE + VISIBLE;
