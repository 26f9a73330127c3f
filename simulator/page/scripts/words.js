/** Every word the page itself shows. `{name}` marks are filled by `fill`. */
export const words = {
  brand: "专班助手",
  trial: "试用",
  close: "关闭",
  cancel: "取消",
  ok: "确定",
  send: "发送",
  back: "返回",
  more: "更多",
  copy: "复制",
  copied: "已复制",
  loading: "正在载入…",
  failed: "操作没有成功",
  unreachable: "暂时连不上服务，请确认演示程序仍在运行",
  offline: "连接已断开，正在重新连接…",
  online: "已重新连接",
  theme: { auto: "跟随系统", light: "浅色", dark: "深色", now: "外观：{name}，点按切换" },
  clock: {
    label: "演示时间",
    hour: "+1小时", day: "+1天", workday: "下个工作日9:00", custom: "指定时间…",
    moved: "时间已到 {time}",
    customTitle: "把演示时间调到",
    customHint: "按北京时间填写。只能往后调，到点的提醒会随之发出。",
    field: "日期与时间", go: "调到这一刻", frozen: "时钟已停住，只在拨动时走", backwards: "演示时间只能往后调",
    open: "调整演示时间",
  },
  people: {
    title: "选择身份", lead: "以谁的身份进入？", hint: "每个标签页可以是不同的人，方便同时看到双方的界面。",
    search: "搜索姓名、单位、职务或手机号", recent: "最近", all: "全部人员", none: "没有符合“{query}”的人",
    count: "共 {count} 人", tab: "在新标签页以此人身份打开", as: "当前身份：{name}。点按更换",
    unread: "{count} 条未读", unknown: "名单里没有编号为 {id} 的人，请重新选择",
    empty: "名单还是空的",
  },
  chats: {
    label: "聊天列表", none: "还没有聊天", you: "你：", unread: "{count} 条未读消息", bot: "机器人", start: "点“开始”即可使用",
    newGroup: "新建群组", newGroupName: "群名", newGroupForum: "按话题讨论（论坛群）", newGroupHint: "机器人会一起进群；成员可在群的菜单里添加。", create: "新建",
    pinned: "已置顶", search: "搜索聊天", noneFound: "没有符合的聊天",
  },
  chat: {
    pickTitle: "选择一个聊天开始", pickHint: "左侧是与机器人的私聊和所在的工作群",
    emptyTitle: "这里还没有消息", emptyGroup: "在这里发的消息，群成员都能看到",
    whatCanBot: "这个机器人能做什么？", defaultAbout: "点下面的“开始”，机器人就会和你打招呼。",
    start: "开始", unblock: "解除屏蔽", removed: "机器人已不在这个群里",
    bot: "机器人", members: "{count} 位成员", group: "群组", supergroup: "超级群组",
    typing: "正在输入", upload_photo: "正在发送图片", upload_document: "正在发送文件", record_voice: "正在录音",
    upload_voice: "正在发送语音", find_location: "正在定位",
    down: "回到最新消息", downCount: "回到最新消息，{count} 条新消息", unreadLine: "未读消息",
    log: "与“{title}”的消息", pinned: "置顶消息", pinnedN: "置顶消息 {n}/{count}",
    readonly: "你不能在这个聊天里发消息", moved: "这个群已升级为超级群组，请到新的群里继续",
  },
  message: {
    edited: "已编辑", via: "通过 @{name}", forward: "转发自 {name}", album: "相册", photo: "照片", video: "视频", sticker: "贴纸",
    voice: "语音", location: "位置", contact: "联系人", document: "文件", audio: "音频", animation: "动图", poll: "投票",
    read: "已送达", openPhoto: "查看照片", download: "下载 {name}", play: "播放语音", pause: "暂停", actions: "消息操作",
    reply: "回复", edit: "编辑", copy: "复制文字", remove: "删除", gone: "原消息不在了", attachment: "[附件]", out: "你",
    previous: "上一张", next: "下一张",
    spoiler: "点按显示隐藏内容", expand: "展开", collapse: "收起",
    copyCode: "点按复制", pinnedMark: "已置顶", notText: "（不支持显示的内容）",
  },
  service: {
    joined: "{target} 加入了群组", left: "{target} 离开了群组", added: "{actor} 邀请 {target} 加入了群组",
    removed: "{actor} 把 {target} 移出了群组", pinned: "{actor} 置顶了一条消息", topic_created: "新建话题“{text}”",
    topic_closed: "话题已关闭", topic_reopened: "话题已重新打开", topic_edited: "话题改名为“{text}”",
    migrated: "群组已升级为超级群组", group_created: "群组已创建", title: "群名改为“{text}”", contact: "共享了联系方式",
  },
  buttons: { copied: "已复制到剪贴板", timeout: "机器人没有回应", external: "演示环境不打开外部网页", choose: "发送到哪个聊天？", },
  keyboard: {
    show: "显示键盘", hide: "收起键盘", label: "快捷键盘", inline: "消息按钮",
    contactTitle: "共享你的手机号？", contactText: "“{bot}”将看到你的姓名和手机号 {phone}。", share: "共享",
  },
  composer: {
    label: "输入消息", placeholder: "输入消息", placeholderTopic: "在“{topic}”中发消息", menu: "菜单", commands: "命令菜单", attach: "添加附件", send: "发送",
    photo: "照片", file: "文件", samplePhoto: "示例照片", voice: "语音样例", location: "位置",
    replying: "回复 {name}", editing: "编辑消息", stop: "取消", commandsEmpty: "没有可用的命令",
    inlineNone: "没有结果", inlineHint: "输入要查的内容", inlineLabel: "内联结果", mention: "在这里调用机器人",
    caption: "添加说明（可不填）", sendPhotos: "发送 {count} 张照片", sendFiles: "发送 {count} 个文件", asFile: "作为文件发送",
    tooBig: "“{name}”超过 50 MB，不能发送", empty: "“{name}”是空文件，不能发送",
    voiceTitle: "发送一段语音样例", voiceSeconds: "时长（秒）", sampleName: "现场照片",
  },
  location: {
    title: "发送位置", places: "常用地点", latitude: "纬度", longitude: "经度", send: "发送位置", invalid: "请填写有效的经纬度", coordinates: "北纬 {lat}，东经 {lon}",
    list: [
      ["兰山区政府", 35.0517, 118.3479], ["义堂镇", 35.1176, 118.2098], ["白沙埠镇", 35.1899, 118.3957],
      ["半程镇", 35.2388, 118.3081], ["方城镇", 35.2772, 118.1026], ["柳青街道", 35.1009, 118.3517],
    ],
  },
  group: {
    actions: "更多操作", info: "成员与信息", addBot: "添加机器人", removeBot: "移出机器人", upgrade: "升级为超级群组", leave: "退出群组",
    block: "屏蔽机器人", unblock: "解除屏蔽", restart: "重新开始", admin: "管理员", bot: "机器人", all: "全部", closed: "已关闭",
    removeText: "移出后，机器人收不到这个群的消息。", upgradeText: "升级会更换群的编号，与真实的 Telegram 一样；机器人应当继续正常工作。",
    leaveText: "退出后看不到这个群的新消息。", blockText: "屏蔽后，机器人不能再给你发消息。", members: "成员（{count}）", openAs: "以{name}的身份打开（新标签页）",
    addMember: "添加成员", topics: "话题", copyId: "复制群编号", promoteBot: "机器人设为管理员",
    promoteText: "成为管理员后，机器人能看到群里的每条消息。", newTopic: "新建话题", topicName: "话题名称",
  },
  kinds: {
    photo: "[照片]", document: "[文件]", voice: "[语音]", video: "[视频]", audio: "[音频]", animation: "[动图]", sticker: "[贴纸]",
    location: "[位置]", contact: "[联系人]", poll: "[投票]", service: "[群通知]", text: "[消息]",
  },
  refusals: [
    [/this message is gone/, "这条消息已经不在了"], [/this button is gone/, "这个按钮已经失效，请看最新的消息"], [/has blocked the bot/, "你已屏蔽机器人，请先解除屏蔽"],
    [/is not in /, "你不在这个群里"], [/was upgraded to a supergroup/, "这个群已升级，请到新的群里说话"], [/empty message/, "不能发送空消息"],
    [/has no phone number/, "你的资料里没有手机号"], [/only one's own messages/, "只能改动自己的消息"], [/offer is no longer/, "这条结果已经过期，请重新输入"],
    [/no such chat/, "没有这个聊天，或者你已不在其中"], [/no such person/, "没有这个人"], [/basic group can be upgraded/, "只有普通群可以升级"],
    [/clock does not go backwards/, "演示时间只能往后调"], [/no file came/, "没有收到文件"], [/a place is two numbers/, "请填写有效的经纬度"],
    [/needs a title|needs a forum/, "请填写名称"], [/Failed to fetch|NetworkError|HTTP 5/, "暂时连不上服务，请稍后再试"],
  ],
};

/** What a service message says; `service` is a text or {kind, actor?, target?, text?}. */
export function serviceText(service) {
  if (typeof service === "string") return service;
  return fill(words.service[service.kind] ?? service.text ?? words.kinds.service, { actor: "", target: "", text: "", ...service });
}

/** A refusal of the server in words for people. */
export function refusalText(message) {
  const known = words.refusals.find(([pattern]) => pattern.test(message ?? ""));
  return known ? known[1] : message ? `${words.failed}（${message}）` : words.failed;
}

/** `template` with each `{name}` replaced by the value of that name. */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (mark, name) => (name in values ? String(values[name]) : mark));
}
