import { MAX_HEADER_CHARACTERS } from '../api/wire.js';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A technical text, such as the value of a header; it may be left empty. */
export function TextField({ label, value, onChange }: TextFieldProps) {
  return (
    <label class="field">
      {label}
      <input
        type="text"
        class="ltr"
        maxLength={MAX_HEADER_CHARACTERS}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
