import { mount } from 'svelte';
import { getLocale } from '../shared/messages/compiled/runtime.js';
import App from './App.svelte';
import './styles/tokens.css';
import './styles/base.css';

document.documentElement.lang = getLocale();
mount(App, { target: document.body });
