import { render } from 'preact';
import { App } from './app.js';
import { followKeys } from './chrome/keys.js';
import { Live } from './state/live.js';
import { followNews } from './state/news.js';
import { followAddress, takeToken } from './state/place.js';
import { followPreferences } from './state/preferences.js';

const root = document.querySelector('#app');
if (!root) throw new Error('The page has no place to be drawn in');

followPreferences();
followAddress();
followKeys();

const live = new Live(followNews);
render(<App enter={(token) => live.enter(token)} />, root);

const begin = async () => {
  const token = takeToken();
  // A wrong one leaves the page locked, and the form asks for a better.
  if (token === undefined || !(await live.enter(token).catch(() => false))) await live.start();
};
void begin();
// The address with the token, pasted into a page that is open already.
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#token=')) void begin();
});
