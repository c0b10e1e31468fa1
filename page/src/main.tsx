import { render } from 'preact';
import { App } from './app.js';
import { followKeys } from './chrome/keys.js';
import { Live } from './state/live.js';
import { followNews } from './state/news.js';
import { followAddress, takeToken } from './state/place.js';
import { followPreferences } from './state/preferences.js';

const root = document.querySelector('#app');
if (!root) throw new Error('The element #app is missing');

followPreferences();
followAddress();
followKeys();

const live = new Live(followNews);
render(<App enter={(token) => live.enter(token)} />, root);

const begin = async () => {
  const token = takeToken();
  // A wrong token leaves the page locked, and the form asks for another.
  if (token === undefined || !(await live.enter(token).catch(() => false))) await live.start();
};
void begin();
// The address with the token may be pasted into a page that is open already.
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#token=')) void begin();
});
