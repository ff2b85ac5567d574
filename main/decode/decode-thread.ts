import { answerAll } from '../util/answering-side.ts';
import { answer } from './answers.ts';

/** Decoding has a thread of its own: it takes neither the sockets' nor the window's. */
answerAll(answer);
