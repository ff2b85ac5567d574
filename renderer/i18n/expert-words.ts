import type { FindingCode } from '../../main/contract/expert.ts';

/** What a finding is, and what it means for the person. */
export interface ExpertWords {
  title: string;
  why: string;
}

export const EXPERT_WORDS: Readonly<Record<'en' | 'zh', Readonly<Record<FindingCode, ExpertWords>>>> = {
  en: {
    'E-01': {
      title: 'Unknown packet type',
      why: 'The protocol has no such type. The peer is newer than the protocol, or speaks another one.',
    },
    'E-02': {
      title: 'Magic of the other direction',
      why: 'Requests begin with \\0REQ and responses with \\0RES. This one has it the other way round.',
    },
    'E-03': {
      title: 'Bytes that are no packet',
      why: 'Neither a packet nor a line of text. Often something that speaks TLS or HTTP, or a size that did not match its body.',
    },
    'E-04': {
      title: 'Wrong number of arguments',
      why: 'Arguments are separated by NUL bytes, and this type has another number of them. Check for a NUL inside a name.',
    },
    'E-05': {
      title: 'Asks for jobs without a function',
      why: 'The worker has not said CAN_DO, so it never gets a job.',
    },
    'E-06': {
      title: 'Speaks of a job it does not have',
      why: 'The job belongs to another worker, or is over. The server ignores what is said of it.',
    },
    'E-07': {
      title: 'Ends a job twice',
      why: 'Only the first end counts; the client never sees the second.',
    },
    'E-08': {
      title: 'A worker left without ending its job',
      why: 'It lost its connection or crashed. The job is given to another worker, or fails.',
    },
    'E-09': {
      title: 'Nobody waits for the result',
      why: 'The client of a foreground job was gone when it ended. The work was done, its result is lost.',
    },
    'E-10': {
      title: 'Nobody can do this job',
      why: 'No connected worker has registered the function. Start a worker, or check the name.',
    },
    'E-11': {
      title: 'A worker does not wake up',
      why: 'It was woken by NOOP and has not asked for a job. It hangs, or is busy with something else.',
    },
    'E-12': {
      title: 'Joined another job',
      why: 'A job with the same function and unique ID was there. The work is done once, and all clients get its result.',
    },
    'E-13': {
      title: 'Joined a job with another workload',
      why: 'The unique ID is the same and the workload is not: this one is never looked at. Choose a unique ID for each workload.',
    },
    'E-14': {
      title: 'Two functions of nearly the same name',
      why: 'They differ in case, in marks or in one character. For the server they are two functions.',
    },
    'E-15': {
      title: 'Progress that cannot be',
      why: 'The denominator is 0, the numerator is beyond it, or progress goes back.',
    },
    'E-16': {
      title: 'Exception that its client does not get',
      why: 'The client has not asked for exceptions with OPTION_REQ. It learns only that the job failed.',
    },
    'E-17': {
      title: 'Asks again and again',
      why: 'The worker polls instead of sleeping until it is woken. Send PRE_SLEEP after NO_JOB.',
    },
    'E-18': {
      title: 'Takes longer than it may',
      why: 'The worker asked for a time-out with CAN_DO_TIMEOUT. The server gives the job up for it.',
    },
    'E-19': {
      title: 'Handle too long',
      why: 'gearmand keeps 64 bytes of a handle. Other servers and clients may cut it.',
    },
    'E-20': {
      title: 'Text between packets',
      why: 'Admin commands came over a connection that also speaks packets. gearmand takes it, other servers need not.',
    },
    'E-21': {
      title: 'Text that is no UTF-8',
      why: 'It looks like text in another encoding, as Latin-1 or GB18030. Whoever reads it as UTF-8 sees other letters.',
    },
    'E-22': {
      title: 'Lower priority first',
      why: 'A job was given away while one of a higher priority waited for the same function.',
    },
    'E-23': {
      title: 'The server refused',
      why: 'It answered with ERROR. Its code and text say what it did not accept.',
    },
    'E-24': {
      title: 'Silent worker',
      why: 'A worker has had its job for long and has said nothing yet. Send WORK_STATUS so that others see that it goes on.',
    },
  },
  zh: {
    'E-01': { title: '未知的数据包类型', why: '协议中没有这个类型。对方的协议版本更新，或者说的是另一种协议。' },
    'E-02': { title: '方向与魔数不符', why: '请求以 \\0REQ 开头，响应以 \\0RES 开头，而这个数据包正好相反。' },
    'E-03': {
      title: '不是数据包的字节',
      why: '既不是数据包，也不是文本行。常见原因：对方在用 TLS 或 HTTP，或者长度与内容不符。',
    },
    'E-04': { title: '参数个数不对', why: '参数之间以 NUL 字节分隔，而个数与该类型不符。请检查名称中是否含有 NUL。' },
    'E-05': { title: '未注册函数就索取任务', why: '这个 Worker 没有发送过 CAN_DO，因此永远拿不到任务。' },
    'E-06': { title: '上报了不属于它的任务', why: '该任务属于另一个 Worker，或者已经结束。服务器会忽略这条消息。' },
    'E-07': { title: '重复结束任务', why: '只有第一次结束有效，客户端看不到第二次。' },
    'E-08': {
      title: 'Worker 未结束任务就离开',
      why: '它的连接断开了，或者进程崩溃了。任务会交给别的 Worker，或者失败。',
    },
    'E-09': { title: '没有人等待结果', why: '前台任务结束时，它的客户端已经断开。活干完了，结果却丢失了。' },
    'E-10': {
      title: '没有 Worker 能执行此任务',
      why: '已连接的 Worker 都没有注册这个函数。请启动 Worker，或者检查函数名。',
    },
    'E-11': { title: 'Worker 没有醒来', why: '它被 NOOP 唤醒，却没有来索取任务。可能已经卡住，或者正忙于别的事。' },
    'E-12': { title: '已并入另一个任务', why: '已有函数和唯一 ID 都相同的任务。只执行一次，所有客户端都会得到结果。' },
    'E-13': {
      title: '并入了任务数据不同的任务',
      why: '唯一 ID 相同，任务数据却不同：这一份永远不会被处理。请为不同的任务数据使用不同的唯一 ID。',
    },
    'E-14': { title: '两个函数名几乎相同', why: '它们只差大小写、标点或一个字符。对服务器来说是两个不同的函数。' },
    'E-15': { title: '不合理的进度', why: '分母为 0，分子大于分母，或者进度倒退。' },
    'E-16': { title: '客户端收不到的异常', why: '客户端没有用 OPTION_REQ 请求接收异常，它只会知道任务失败了。' },
    'E-17': {
      title: '不停地索取任务',
      why: '这个 Worker 在轮询，而不是休眠等待唤醒。收到 NO_JOB 后应发送 PRE_SLEEP。',
    },
    'E-18': {
      title: '超过了允许的时间',
      why: '这个 Worker 用 CAN_DO_TIMEOUT 要求了超时时间。到时服务器会替它放弃任务。',
    },
    'E-19': { title: '任务句柄过长', why: 'gearmand 只为任务句柄保留 64 字节。别的服务器和客户端可能会把它截断。' },
    'E-20': {
      title: '数据包之间夹着文本',
      why: '同一个连接上既有管理命令，又有数据包。gearmand 接受，别的服务器不一定。',
    },
    'E-21': {
      title: '不是 UTF-8 的文本',
      why: '看起来是其他编码的文本，例如 Latin-1 或 GB18030。按 UTF-8 读取会变成别的字。',
    },
    'E-22': { title: '低优先级先执行', why: '同一个函数还有更高优先级的任务在排队，却先分配了这一个。' },
    'E-23': { title: '服务器拒绝', why: '服务器用 ERROR 回应。错误码和文本说明了它不接受什么。' },
    'E-24': {
      title: 'Worker 没有动静',
      why: 'Worker 拿到任务已久，还没有任何消息。可以发送 WORK_STATUS，让别人看到它仍在执行。',
    },
  },
};
