import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { Bridge, EventName, Events } from '../contract/api.ts';

/** Three functions and nothing else: the window never sees ipcRenderer, and a listener never sees the event object. */
const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke('gearbench:call', name, input),
  drop: (file) => ipcRenderer.invoke('gearbench:drop', webUtils.getPathForFile(file)),
  on: (name, listener) => {
    const forward = (_event: IpcRendererEvent, received: EventName, payload: Events[EventName]) => {
      if (received === name) listener(payload as never);
    };
    ipcRenderer.on('gearbench:event', forward);
    return () => {
      ipcRenderer.off('gearbench:event', forward);
    };
  },
};

contextBridge.exposeInMainWorld('gearbench', bridge);
