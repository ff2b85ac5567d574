import { create } from 'zustand';
import { type AppSlice, createAppSlice } from './app.ts';
import { type BoardSlice, createBoardSlice } from './board.ts';
import { type CapturesSlice, createCapturesSlice } from './captures.ts';
import { type CompareSlice, createCompareSlice } from './compare.ts';
import { createDoctorSlice, type DoctorSlice } from './doctor.ts';
import { createDoctorStepsSlice, type DoctorStepsSlice } from './doctor-steps.ts';
import { createExpertSlice, type ExpertSlice } from './expert.ts';
import { createFaultsSlice, type FaultsSlice } from './faults.ts';
import { createFilterSlice, type FilterSlice } from './filter.ts';
import { createFunctionsSlice, type FunctionsSlice } from './functions.ts';
import { createHelpSlice, type HelpSlice } from './help.ts';
import { createJobActionsSlice, type JobActionsSlice } from './job-actions.ts';
import { createJobsSlice, type JobsSlice } from './jobs.ts';
import { createLibrarySlice, type LibrarySlice } from './library.ts';
import { createMarksSlice, type MarksSlice } from './marks.ts';
import { createOverviewSlice, type OverviewSlice } from './overview.ts';
import { createPacketSlice, type PacketSlice } from './packet.ts';
import { createPaletteSlice, type PaletteSlice } from './palette.ts';
import { createPictureSlice, type PictureSlice } from './picture.ts';
import { createRegisteredSlice, type RegisteredSlice } from './registered.ts';
import { createRulesSlice, type RulesSlice } from './rules.ts';
import { createRunsSlice, type RunsSlice } from './runs.ts';
import { createScopeSlice, type ScopeSlice } from './scope.ts';
import { createSearchSlice, type SearchSlice } from './search.ts';
import { createSecretsSlice, type SecretsSlice } from './secrets.ts';
import { createServerSlice, type ServerSlice } from './server.ts';
import { createServerActsSlice, type ServerActsSlice } from './server-acts.ts';
import { createServerConsoleSlice, type ServerConsoleSlice } from './server-console.ts';
import { createServerImportSlice, type ServerImportSlice } from './server-import.ts';
import { createServerRowsSlice, type ServerRowsSlice } from './server-rows.ts';
import { createServerSheetSlice, type ServerSheetSlice } from './server-sheet.ts';
import { createServersSlice, type ServersSlice } from './servers.ts';
import { createSettingsSlice, type SettingsSlice } from './settings.ts';
import { createSnippetSlice, type SnippetSlice } from './snippet.ts';
import { createStorySlice, type StorySlice } from './story.ts';
import { createSubmitSlice, type SubmitSlice } from './submit.ts';
import { createTakePortSlice, type TakePortSlice } from './take-port.ts';
import { createTerminalSlice, type TerminalSlice } from './terminal.ts';
import { createTestRunSlice, type TestRunSlice } from './test-run.ts';
import { createTrafficSlice, type TrafficSlice } from './traffic.ts';
import { createUpdatesSlice, type UpdatesSlice } from './updates.ts';
import { createWaitingSlice, type WaitingSlice } from './waiting.ts';
import { createWelcomeSlice, type WelcomeSlice } from './welcome.ts';
import { createWhySlice, type WhySlice } from './why.ts';
import { createWorkersSlice, type WorkersSlice } from './workers.ts';
import { createWorkspaceSlice, type WorkspaceSlice } from './workspace.ts';

export type Store = AppSlice &
  ServerSlice &
  TakePortSlice &
  ServersSlice &
  ServerSheetSlice &
  ServerRowsSlice &
  ServerImportSlice &
  ServerActsSlice &
  ServerConsoleSlice &
  ScopeSlice &
  RegisteredSlice &
  BoardSlice &
  WorkspaceSlice &
  OverviewSlice &
  FunctionsSlice &
  HelpSlice &
  SecretsSlice &
  TerminalSlice &
  TestRunSlice &
  WorkersSlice &
  JobsSlice &
  JobActionsSlice &
  UpdatesSlice &
  WhySlice &
  CompareSlice &
  TrafficSlice &
  CapturesSlice &
  MarksSlice &
  ExpertSlice &
  FaultsSlice &
  FilterSlice &
  RulesSlice &
  PacketSlice &
  SearchSlice &
  PaletteSlice &
  SettingsSlice &
  PictureSlice &
  StorySlice &
  SnippetSlice &
  DoctorSlice &
  DoctorStepsSlice &
  LibrarySlice &
  RunsSlice &
  SubmitSlice &
  WelcomeSlice &
  WaitingSlice;

/** What the engine last said and what the person is doing. The engine owns the truth: nothing here outlives the window. */
export const useStore = create<Store>()((...parts) => ({
  ...createAppSlice(...parts),
  ...createServerSlice(...parts),
  ...createTakePortSlice(...parts),
  ...createServersSlice(...parts),
  ...createServerSheetSlice(...parts),
  ...createServerRowsSlice(...parts),
  ...createServerImportSlice(...parts),
  ...createServerActsSlice(...parts),
  ...createServerConsoleSlice(...parts),
  ...createScopeSlice(...parts),
  ...createRegisteredSlice(...parts),
  ...createBoardSlice(...parts),
  ...createWorkspaceSlice(...parts),
  ...createOverviewSlice(...parts),
  ...createFunctionsSlice(...parts),
  ...createHelpSlice(...parts),
  ...createSecretsSlice(...parts),
  ...createTerminalSlice(...parts),
  ...createTestRunSlice(...parts),
  ...createWorkersSlice(...parts),
  ...createJobsSlice(...parts),
  ...createJobActionsSlice(...parts),
  ...createUpdatesSlice(...parts),
  ...createWhySlice(...parts),
  ...createCompareSlice(...parts),
  ...createTrafficSlice(...parts),
  ...createCapturesSlice(...parts),
  ...createMarksSlice(...parts),
  ...createExpertSlice(...parts),
  ...createFaultsSlice(...parts),
  ...createFilterSlice(...parts),
  ...createRulesSlice(...parts),
  ...createPacketSlice(...parts),
  ...createSearchSlice(...parts),
  ...createPaletteSlice(...parts),
  ...createSettingsSlice(...parts),
  ...createPictureSlice(...parts),
  ...createStorySlice(...parts),
  ...createSnippetSlice(...parts),
  ...createDoctorSlice(...parts),
  ...createDoctorStepsSlice(...parts),
  ...createLibrarySlice(...parts),
  ...createRunsSlice(...parts),
  ...createSubmitSlice(...parts),
  ...createWelcomeSlice(...parts),
  ...createWaitingSlice(...parts),
}));
