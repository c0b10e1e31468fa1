import { useState } from 'preact/hooks';
import { useWords } from '../state/words.js';
import { Mark } from '../parts/icon.js';

interface LoginProps {
  readonly enter: (token: string) => Promise<boolean>;
}

/** The form for the simulator's token. The simulator exchanges it for a cookie, so the form appears only once. */
export function Login({ enter }: LoginProps) {
  const words = useWords();
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState('');
  const submit = async () => {
    try {
      setProblem((await enter(token.trim())) ? '' : words.login.wrong);
    } catch {
      setProblem(words.failed(words.unreachable));
    }
  };
  return (
    <main class="login">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <span class="welcome-mark">
          <Mark />
        </span>
        <h1>{words.login.title}</h1>
        <p class="soft">{words.login.hint}</p>
        <label class="field">
          {words.login.token}
          <input
            class="ltr mono"
            type="password"
            autocomplete="off"
            required
            value={token}
            aria-describedby="login-problem"
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        <p id="login-problem" class="problem" role="alert">
          {problem}
        </p>
        <button type="submit" class="button accent">
          {words.login.enter}
        </button>
      </form>
    </main>
  );
}
