/** Texts that the system shows for us: menus and dialogs. The window's own texts are in renderer/i18n. */
const en = {
  file: 'File',
  newJob: 'Submit job…',
  newFunction: 'New function',
  newWorkspace: 'New workspace…',
  openWorkspace: 'Open workspace…',
  openRecent: 'Open recent',
  clearRecent: 'Clear list',
  removeRecent: 'Remove from list',
  close: 'Close',
  save: 'Save',
  saveAs: 'Save as…',
  revert: 'Revert',
  discard: 'Don’t save',
  cancel: 'Cancel',
  leaveTitle: 'Save the changes to “{name}”?',
  revertTitle: 'Read “{name}” again from its file?',
  unsavedText: 'What is not saved is lost.',
  view: 'View',
  overview: 'Overview',
  functions: 'Functions',
  jobs: 'Jobs',
  traffic: 'Traffic',
  settings: 'Settings…',
  workspaceFiles: 'Gearbench workspaces',
  openTitle: 'Open a workspace',
  createTitle: 'Create a workspace',
  workloadTitle: 'Choose a file as workload',
  resultTitle: 'Save the result',
};

export type Texts = typeof en;

const zh: Texts = {
  file: '文件',
  newJob: '提交任务…',
  newFunction: '新建函数',
  newWorkspace: '新建工作区…',
  openWorkspace: '打开工作区…',
  openRecent: '最近打开',
  clearRecent: '清空列表',
  removeRecent: '从列表中移除',
  close: '关闭',
  save: '保存',
  saveAs: '另存为…',
  revert: '还原',
  discard: '不保存',
  cancel: '取消',
  leaveTitle: '要保存对“{name}”的更改吗？',
  revertTitle: '要从文件重新读取“{name}”吗？',
  unsavedText: '未保存的更改将会丢失。',
  view: '显示',
  overview: '概览',
  functions: '函数',
  jobs: '任务',
  traffic: '流量',
  settings: '设置…',
  workspaceFiles: 'Gearbench 工作区',
  openTitle: '打开工作区',
  createTitle: '新建工作区',
  workloadTitle: '选择文件作为任务数据',
  resultTitle: '保存结果',
};

/** Texts in the language of the settings, or in the system's. */
export function textsFor(language: 'system' | 'en' | 'zh', locale: string): Texts {
  return language === 'zh' || (language === 'system' && locale.toLowerCase().startsWith('zh')) ? zh : en;
}
