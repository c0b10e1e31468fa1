interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A technical text, such as a header's, that may be left empty. */
export function TextField({ label, value, onChange }: TextFieldProps) {
  return (
    <label class="field">
      {label}
      <input
        type="text"
        class="ltr"
        maxLength={1_000}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
