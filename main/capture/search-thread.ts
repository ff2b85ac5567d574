import { answerAll } from '../util/answering-side.ts';
import { answerSearch } from './search-answers.ts';

/** Searching has a thread of its own: whatever the pattern is, the sockets' thread only copies bytes for it. */
answerAll(answerSearch);
