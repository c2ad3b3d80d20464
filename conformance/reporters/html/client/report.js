/**
 * The script of the report: lists the failing cases that fit the filters, and unfolds one on demand. It writes
 * texts only, never markup. The filters stand in the address, so that a view of the report can be passed on.
 */
(async () => {
  // what a tile stands for is shown where the pointer is, too
  for (const tile of document.querySelectorAll('.plot [aria-label]')) {
    const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
    title.textContent = tile.getAttribute('aria-label');
    tile.append(title);
  }

  const data = document.getElementById('data');
  if (data === null) return;

  const facets = ['verdict', 'backend', 'op', 'contract', 'flag'];
  const step = 100;
  const form = document.getElementById('filters');
  const list = document.getElementById('list');
  const more = document.getElementById('more');

  async function unpack(text) {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(stream).json();
  }

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className !== '') element.className = className;
    element.append(...children);
    return element;
  }

  const { cases, clauses } = await unpack(data.textContent);
  for (const one of cases) {
    const words = [one.id, one.backend, one.verdict, one.clause, ...one.flags, ...one.lines];
    one.words = words.join(' ').toLowerCase();
  }

  // filters

  const valuesOf = (one, facet) => (facet === 'flag' ? one.flags : [one[facet]]);
  const field = (name) => form.elements.namedItem(name);

  function readFilter() {
    const filter = { text: field('text').value.toLowerCase().trim() };
    for (const facet of facets) filter[facet] = field(facet).value;
    return filter;
  }

  /** Whether a case fits; the facet `except` may be anything, to count what it would give. */
  function fits(one, filter, except) {
    if (filter.text !== '' && !one.words.includes(filter.text)) return false;
    return facets.every(
      (facet) =>
        facet === except || filter[facet] === '' || valuesOf(one, facet).includes(filter[facet]),
    );
  }

  /** Every value with the number of cases it would give under the other filters. */
  function fillFacet(facet, filter) {
    const counts = new Map();
    let all = 0;
    for (const one of cases) {
      const isIn = fits(one, filter, facet);
      if (isIn) all++;
      for (const value of valuesOf(one, facet)) {
        counts.set(value, (counts.get(value) ?? 0) + (isIn ? 1 : 0));
      }
    }
    const chosen = filter[facet];
    if (chosen !== '' && !counts.has(chosen)) counts.set(chosen, 0);
    const names = [...counts.keys()].sort();
    const options = names
      .filter((name) => counts.get(name) > 0 || name === chosen)
      .map((name) => new Option(`${name} (${counts.get(name)})`, name));
    const select = field(facet);
    select.replaceChildren(new Option(`all (${all})`, ''), ...options);
    select.value = chosen;
  }

  // one case

  function cellTitle(tensor, at, expected, got, distance) {
    const place = `${tensor.name}[${at.join(', ')}]`;
    return `${place}: expected ${expected}, got ${got}, ${distance} LSB`;
  }

  function indexOf(shape, k) {
    const at = [];
    let rest = k;
    for (const extent of [...shape].reverse()) {
      at.unshift(rest % extent);
      rest = Math.floor(rest / extent);
    }
    return at;
  }

  const listOf = (text) => (text === '' ? [] : text.split(' '));

  function rowLength({ shape }) {
    const last = shape.at(-1) ?? 1;
    return last > 1 && last <= 64 ? last : 32;
  }

  /** One cell per element, stronger the farther it is off; by rows of the last axis. */
  function heatMap(expected, got) {
    const [wanted, came, distances] = [expected.values, got.values, got.distances].map(listOf);
    const wrong = distances.filter((d) => d !== '0').length;
    const map = make('div', 'heat');
    map.style.setProperty('--columns', String(rowLength(got)));
    map.setAttribute('role', 'img');
    const label = `${got.name}: ${wrong} of ${distances.length} elements differ`;
    map.setAttribute('aria-label', label);
    for (const [k, distance] of distances.entries()) {
      const number = Number(distance);
      const sign = number < 0 ? 'below' : 'above';
      const cell = make('i', distance === '0' ? '' : distance === '?' ? 'unmeasured' : sign);
      if (distance !== '0') {
        const strength = Number.isNaN(number) ? 1 : Math.log10(Math.abs(number) + 1) / 4;
        cell.style.opacity = String(Math.min(1, 0.35 + 0.65 * strength));
      }
      const at = indexOf(got.shape, k + (got.from ?? 0));
      cell.title = cellTitle(got, at, wanted[k], came[k], distance);
      map.append(cell);
    }
    const legend =
      'Orange: above what is expected, blue: below; the stronger, the farther, from 1 to 10000 LSB.';
    return make('figure', '', make('figcaption', '', label), map, make('p', 'alt', legend));
  }

  function describeTensor(t, count) {
    const parts = [`${t.role} ${t.name}: ${t.dtype} [${t.shape.join(', ')}]`];
    if (t.bits !== undefined) parts.push(`${t.bits} bits`);
    if (t.scale !== undefined) parts.push(`scale ${t.scale}`);
    if (t.zero_point !== undefined) parts.push(`zero point ${t.zero_point}`);
    const all = t.shape.reduce((product, extent) => product * extent, 1);
    const from = t.from ?? 0;
    if (count < all) parts.push(`elements ${from} to ${from + count - 1} of ${all}`);
    return parts.join(', ');
  }

  function tensorText(t) {
    const values = listOf(t.values);
    const width = Math.max(0, ...values.map((value) => value.length));
    const columns = rowLength(t);
    const lines = [];
    for (let k = 0; k < values.length; k += columns) {
      const row = values.slice(k, k + columns).map((value) => value.padStart(width));
      lines.push(row.join(' '));
    }
    return make(
      'div',
      'tensor',
      make('p', 'alt', describeTensor(t, values.length)),
      make('pre', 'wide', lines.join('\n')),
    );
  }

  function callView({ params, rng, tensors }) {
    const parts = [];
    for (const got of tensors.filter((t) => t.distances !== undefined)) {
      const isWanted = (t) => t.role === 'expected' && t.name === got.name;
      if (/[^0 ]/.test(got.distances)) parts.push(heatMap(tensors.find(isWanted), got));
    }
    const given = [...params, `generator state ${rng}`].join(', ');
    return [...parts, make('p', 'alt', `Called with ${given}.`), ...tensors.map(tensorText)];
  }

  const noCall =
    'The event stream has only the first difference of this case: it keeps whole tensors of the first failing cases of each op. The replay command alone, with --reporter html=case.html, has them.';

  function body(one) {
    const parts = [make('pre', '', one.lines.join('\n'))];
    if (one.flags.length > 0) parts.push(make('p', 'alt', `Flags: ${one.flags.join(', ')}.`));
    if (one.text !== undefined) {
      const summary = make('summary', '', `The text of ${one.text}`);
      parts.push(make('details', 'inner', summary, make('pre', '', clauses[one.text])));
    }
    const call = one.call === undefined ? [make('p', 'alt', noCall)] : callView(one.call);
    return make('div', 'body', ...parts, ...call);
  }

  function caseView(one) {
    const verdict = make('span', `verdict ${one.verdict}`, one.verdict.toUpperCase());
    const name = make('b', '', one.id);
    const first = make('span', 'first', one.lines[0] ?? '');
    const summary = make('summary', '', verdict, ' ', name, ` on ${one.backend} `, first);
    const details = make('details', 'case', summary);
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1) details.append(body(one));
    });
    return details;
  }

  // the list

  let fitting = [];
  let shown = 0;

  function showMore() {
    const next = fitting.slice(shown, shown + step);
    list.append(...next.map(caseView));
    shown += next.length;
    const left = fitting.length - shown;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(step, left)} of ${left} more`;
  }

  function writeAddress(filter) {
    const entries = Object.entries(filter).filter(([, value]) => value !== '');
    const address = new URLSearchParams(entries).toString();
    const bare = location.pathname + location.search;
    try {
      history.replaceState(null, '', address === '' ? bare : `#${address}`);
    } catch {
      // a page that is shown inside of another one may not change its address
    }
  }

  function apply() {
    const filter = readFilter();
    fitting = cases.filter((one) => fits(one, filter));
    for (const facet of facets) fillFacet(facet, filter);
    const count = document.getElementById('count');
    count.textContent = `${fitting.length} of ${cases.length} cases`;
    list.replaceChildren();
    shown = 0;
    showMore();
    return filter;
  }

  /** Filters by the address; whether it says anything about filters. */
  function readAddress() {
    const address = new URLSearchParams(location.hash.slice(1));
    const names = ['text', ...facets].filter((name) => address.has(name));
    if (names.length === 0) return false;
    form.reset();
    for (const facet of facets) {
      const value = address.get(facet) ?? '';
      if (value !== '') field(facet).append(new Option(value, value));
      field(facet).value = value;
    }
    field('text').value = address.get('text') ?? '';
    return true;
  }

  function follow() {
    if (!readAddress()) return;
    apply();
    document.getElementById('cases').scrollIntoView();
    list.querySelector('summary')?.focus({ preventScroll: true });
  }

  form.addEventListener('input', () => writeAddress(apply()));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(() => writeAddress(apply())));
  more.addEventListener('click', () => {
    const before = shown;
    showMore();
    list.children[before]?.querySelector('summary').focus();
  });
  window.addEventListener('hashchange', follow);

  // keyboard

  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest?.('input, select, textarea') !== null;
    if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      field('text').focus();
      return;
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const here = event.target.closest?.('details.case > summary')?.parentElement;
    if (by === undefined || here === undefined) return;
    const next = by > 0 ? here.nextElementSibling : here.previousElementSibling;
    if (next === null) return;
    event.preventDefault();
    next.querySelector('summary').focus();
  });

  apply();
  follow();
})();
