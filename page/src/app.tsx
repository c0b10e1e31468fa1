import { useWords } from './state/words.js';
import { Announcer } from './chrome/announcer.js';
import { Head } from './chrome/head.js';
import { Login } from './chrome/login.js';
import { Shortcuts } from './chrome/shortcuts.js';
import { Toast } from './chrome/toast.js';
import { Controls } from './controls/controls.js';
import { Clear } from './messages/clear.js';
import { Messages } from './messages/messages.js';
import { NewText } from './messages/new-text.js';
import { Requests } from './requests/requests.js';
import { place } from './state/place.js';
import { connection, simulator } from './state/simulator.js';
import { useStore } from './state/store.js';
import { dialog } from './state/views.js';

interface AppProps {
  /** Sends the token to the simulator; false when it is wrong. */
  readonly enter: (token: string) => Promise<boolean>;
}

export function App({ enter }: AppProps) {
  const words = useWords();
  const isLocked = useStore(connection, (state) => state === 'locked');
  const isLoaded = useStore(simulator, ({ instance }) => instance !== '');
  const { view, open } = useStore(place);
  const isEmpty = useStore(simulator, ({ texts }) => texts.length === 0);

  if (isLocked) return <Login enter={enter} />;
  return (
    <div class="frame" data-view={view}>
      <a class="skip" href="#content" onClick={skip}>
        {words.skipToContent}
      </a>
      <Head />
      {isLoaded && (
        <div class="panes" data-open={open !== undefined || (view === 'messages' && isEmpty)}>
          {view === 'requests' ? <Requests open={open} /> : <Messages open={open} />}
          <Controls />
        </div>
      )}
      <Dialogs />
      <Toast />
      <Announcer />
    </div>
  );
}

// The fragment of the address holds the place, so the skip link must not change it.
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus();
}

const close = () => dialog.set(undefined);

function Dialogs() {
  const open = useStore(dialog);
  switch (open) {
    case 'new-text':
      return <NewText onClose={close} />;
    case 'clear':
      return <Clear onClose={close} />;
    case 'shortcuts':
      return <Shortcuts onClose={close} />;
    case undefined:
      return null;
  }
}
