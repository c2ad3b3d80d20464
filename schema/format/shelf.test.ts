import { expect, it } from 'vitest';
import { newShelf } from './shelf.ts';

it('keeps what was used last, within its room', () => {
  const shelf = newShelf<string>(10);
  const made: string[] = [];
  const take = (key: string, bytes: number): string =>
    shelf.take(key, bytes, () => {
      made.push(key);
      return key;
    });
  expect(take('a', 4)).toBe('a');
  take('b', 4);
  take('a', 4);
  expect(made).toEqual(['a', 'b']);
  // no room for three: the one that was not asked for goes
  take('c', 4);
  take('a', 4);
  expect(made).toEqual(['a', 'b', 'c']);
  take('b', 4);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

it('keeps what is larger than the shelf until something else comes', () => {
  const shelf = newShelf<number>(10);
  let made = 0;
  const big = () => shelf.take('big', 100, () => ++made);
  expect([big(), big()]).toEqual([1, 1]);
  shelf.take('small', 1, () => 0);
  expect(big()).toBe(2);
});
