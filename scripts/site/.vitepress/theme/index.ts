/** The default theme without its fonts, with the style of this site and the calculators. */

import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { defineAsyncComponent } from 'vue';
import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component(
      'Calculator',
      defineAsyncComponent(() => import('./CalculatorPage.vue')),
    );
  },
} satisfies Theme;
