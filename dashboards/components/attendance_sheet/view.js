// How the sheet looks: functions from state to elements. Belongs here: markup and labels. What a tap does is sheet.js.

const statuses = () => [
  { value: "present", label: _("Present"), sign: "✓" },
  { value: "late", label: _("Late"), sign: "◔" },
  { value: "absent", label: _("Absent"), sign: "✕" },
];
const LATE_MINUTES = [5, 10, 15, 20, 30];
const levels = () => [
  [1, _("not yet")],
  [2, _("with help")],
  [3, _("solid")],
  [4, _("strong")],
  [5, _("could teach it")],
];

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null && child !== false));
  return made;
}

// Also in what was typed, which stands in no attribute.
function saysTheSame(row, other) {
  const typed = (one) => [...one.querySelectorAll("input, textarea")].map((field) => field.value);
  return row.isEqualNode(other) && typed(row).join("\n") === typed(other).join("\n");
}

// Makes a row say what another one says, leaving alone each part that says it already: what is replaced between a
// finger's down and its up loses the tap.
function patch(row, other) {
  const parts = new Map([...row.children].map((part) => [part.dataset.row, part]));
  const wanted = [...other.children].map((part) => {
    const there = parts.get(part.dataset.row);
    return there && saysTheSame(there, part) ? there : part;
  });
  row.className = other.className;
  for (const part of parts.values()) if (!wanted.includes(part)) part.remove();
  wanted.forEach((part, place) => row.children[place] === part || row.insertBefore(part, row.children[place] ?? null));
}

// Makes a part hold these elements, leaving alone those that are there already.
function fill(part, made) {
  const there = [...part.children];
  made.forEach((one, place) => {
    if (!there[place]) part.append(one);
    else if (!there[place].isEqualNode(one)) there[place].replaceWith(one);
  });
  there.slice(made.length).forEach((one) => one.remove());
}

// A button that is on or off; `focus` names it, so that it keeps the keyboard's focus when its row is drawn anew.
function toggle({ label, isOn, name, testid, focus, onTap, className = "", isDisabled = false }) {
  return element(
    "button",
    {
      type: "button",
      class: `toggle ${className}`,
      "aria-pressed": String(isOn),
      "aria-label": name,
      "data-testid": testid,
      "data-focus": focus,
      disabled: isDisabled,
      onclick: onTap,
    },
    label,
  );
}

// `proposed`: what it will be, where nothing was chosen yet.
function levelButtons({ groupName, value, proposed = null, testid, focus, onLevel, isDisabled }) {
  return element(
    "div",
    { class: "levels", role: "group", "aria-label": groupName },
    ...levels().map(([level, word]) =>
      toggle({
        label: String(level),
        isOn: value === level,
        name: _("{level} of 5: {word}", { level, word }),
        testid: `${testid}-${level}`,
        focus: `${focus}-${level}`,
        className: `level ${level === proposed ? "proposed" : ""}`,
        isDisabled,
        onTap: ({ currentTarget }) => onLevel(currentTarget.getAttribute("aria-pressed") === "true" ? null : level),
      }),
    ),
  );
}

function statusButtons(student, mark, actions, isReadOnly) {
  return element(
    "div",
    { class: "statuses", "data-row": "status", role: "group", "aria-label": _("Attendance of {student}", { student: student.name }) },
    ...statuses().map(({ value, label, sign }) =>
      toggle({
        label: element("span", {}, element("span", { class: "sign", "aria-hidden": "true" }, sign), ` ${label}`),
        isOn: mark?.attendance_status === value,
        name: `${label}: ${student.name}`,
        testid: `mark-${student.student_id}-${value}`,
        focus: `status-${student.student_id}-${value}`,
        className: `${value} ${!mark && value === "present" ? "proposed" : ""}`,
        isDisabled: isReadOnly,
        onTap: () => actions.setStatus(student, value),
      }),
    ),
  );
}

function lateMinutes(student, mark, actions, isReadOnly) {
  const id = student.student_id;
  return element(
    "div",
    { class: "line", "data-row": "late", role: "group", "aria-label": _("Minutes late, {student}", { student: student.name }) },
    element("span", { class: "caption" }, _("Minutes late")),
    ...LATE_MINUTES.map((minutes) =>
      toggle({
        label: String(minutes),
        isOn: mark.minutes_late === minutes,
        name: _("{minutes} minutes late", { minutes }),
        testid: `late-${id}-${minutes}`,
        focus: `late-${id}-${minutes}`,
        className: "chip late",
        isDisabled: isReadOnly,
        onTap: () => actions.setMinutes(student, minutes),
      }),
    ),
    element("input", {
      type: "number",
      min: "1",
      max: "600",
      inputmode: "numeric",
      class: "minutes",
      placeholder: _("other"),
      disabled: isReadOnly,
      "aria-label": _("Other number of minutes late, {student}", { student: student.name }),
      "data-testid": `late-${id}-other`,
      "data-focus": `late-${id}-other`,
      value: mark.minutes_late && !LATE_MINUTES.includes(mark.minutes_late) ? mark.minutes_late : null,
      onchange: (event) => {
        const minutes = Math.round(Number(event.target.value));
        if (minutes >= 1 && minutes <= 600) actions.setMinutes(student, minutes);
        else event.target.value = "";
      },
    }),
  );
}

function understanding(student, mark, topics, proposed, actions, isReadOnly) {
  const given = mark ? mark.topics.map((topic) => topic.understanding ?? null) : [];
  const isMixed = new Set(given).size > 1;
  const topicName = topics.length === 1 ? topics[0].name : _("today's topics");
  return element(
    "div",
    { class: "line", "data-row": "level" },
    element("span", { class: "caption" }, isMixed ? _("Understanding (differs by topic)") : _("Understanding")),
    levelButtons({
      groupName: _("Understanding of {topic}, {student}", { topic: topicName, student: student.name }),
      value: isMixed ? null : given[0],
      proposed: mark ? null : proposed,
      testid: `level-${student.student_id}`,
      focus: `level-${student.student_id}`,
      isDisabled: isReadOnly,
      onLevel: (level) => actions.setLevel(student, null, level),
    }),
  );
}

function details(student, mark, topics, actions, isOpen, isReadOnly) {
  const id = student.student_id;
  const hasTopics = mark?.attendance_status !== "absent" && topics.length > 0;
  // Most stay closed, so a class of thirty is drawn at once: what is inside is made when it is opened, of what holds then.
  const inside = (now, current) => [
    ...(now?.attendance_status !== "absent" ? current.map((topic) => topicLine(student, now, topic, actions, isReadOnly)) : []),
    writing({
      id: `note-${id}`,
      label: _("Note about {student}", { student: student.name }),
      text: now?.faculty_notes,
      isReadOnly,
      onText: (text) => actions.setNote(student, text),
    }),
    writing({
      id: `prep-${id}`,
      label: _("For the next session with {student}", { student: student.name }),
      text: now?.next_session_prep?.note,
      isReadOnly,
      onText: (text) => actions.setPreparation(student, text),
    }),
  ];
  const opened = ({ target }) => {
    actions.keepOpen(student, target.open);
    const [summary, ...made] = target.children;
    if (!target.open) target.replaceChildren(summary);
    else if (!made.length) target.append(...inside(actions.marks.effective(id), actions.marks.classTopics()));
  };
  return element(
    "details",
    { open: isOpen, "data-row": "details", ontoggle: opened },
    element(
      "summary",
      { "data-testid": `details-${id}`, "data-focus": `details-${id}` },
      mark?.faculty_notes || mark?.next_session_prep?.note
        ? _("Note and topics")
        : hasTopics
          ? _("By topic, note, next time")
          : _("Note, next time"),
    ),
    ...(isOpen ? inside(mark, topics) : []),
  );
}

// One topic of one student: whether it was covered, and how well it was understood.
function topicLine(student, mark, topic, actions, isReadOnly) {
  const id = student.student_id;
  const covered = new Map((mark?.topics || []).map((one) => [one.topic_id, one.understanding ?? null]));
  return element(
    "div",
    { class: "topic" },
    toggle({
      label: topic.name,
      isOn: !mark || covered.has(topic.id),
      name: _("{topic} was covered with {student}", { topic: topic.name, student: student.name }),
      testid: `topic-${id}-${topic.id}`,
      focus: `topic-${id}-${topic.id}`,
      className: "chip",
      isDisabled: isReadOnly,
      onTap: () => actions.toggleTopic(student, topic),
    }),
    levelButtons({
      groupName: _("Understanding of {topic}, {student}", { topic: topic.name, student: student.name }),
      value: covered.get(topic.id),
      testid: `level-${id}-${topic.id}`,
      focus: `level-${id}-${topic.id}`,
      isDisabled: isReadOnly || (mark && !covered.has(topic.id)),
      onLevel: (level) => actions.setLevel(student, topic.id, level),
    }),
  );
}

// A field for typing and dictation, with its label.
function writing({ id, label, text, isReadOnly, onText }) {
  return element(
    "div",
    { class: "writing" },
    element("label", { class: "caption", for: id }, label),
    element(
      "textarea",
      {
        id,
        rows: "2",
        maxlength: "2000",
        disabled: isReadOnly,
        "data-testid": id,
        "data-focus": id,
        oninput: (event) => onText(event.target.value),
      },
      text || "",
    ),
  );
}

function studentRow(student, mark, { topics, proposedLevel, isOpen, isUnsent, isReadOnly }, actions) {
  const isAbsent = mark?.attendance_status === "absent";
  const tag = isUnsent ? _("Not saved yet") : mark ? "" : _("Not marked yet");
  return element(
    "li",
    { class: `student ${mark ? mark.attendance_status : "unmarked"}`, "data-testid": `student-${student.student_id}` },
    element(
      "div",
      { class: "who", "data-row": "who" },
      element("span", { class: "name" }, student.name),
      element("span", { class: "number" }, student.enrollment_no),
      element("span", { class: "tag" }, tag),
    ),
    statusButtons(student, mark, actions, isReadOnly),
    mark?.attendance_status === "late" && lateMinutes(student, mark, actions, isReadOnly),
    !isAbsent && topics.length > 0 && understanding(student, mark, topics, proposedLevel, actions, isReadOnly),
    details(student, mark, topics, actions, isOpen, isReadOnly),
  );
}
