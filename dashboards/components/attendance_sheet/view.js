// How the sheet looks: functions from state to elements. Belongs here: markup and labels. What a tap does is sheet.js.

const STATUSES = [
  { value: "present", label: "Present", sign: "✓" },
  { value: "late", label: "Late", sign: "◔" },
  { value: "absent", label: "Absent", sign: "✕" },
];
const LATE_MINUTES = [5, 10, 15, 20, 30];
const LEVELS = [
  [1, "not yet"],
  [2, "with help"],
  [3, "solid"],
  [4, "strong"],
  [5, "could teach it"],
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

function levelButtons({ studentName, topicName, value, testid, focus, onLevel, isDisabled }) {
  return element(
    "div",
    { class: "levels", role: "group", "aria-label": `Understanding of ${topicName}, ${studentName}` },
    ...LEVELS.map(([level, word]) =>
      toggle({
        label: String(level),
        isOn: value === level,
        name: `${level} of 5: ${word}`,
        testid: `${testid}-${level}`,
        focus: `${focus}-${level}`,
        className: "level",
        isDisabled,
        onTap: () => onLevel(value === level ? null : level),
      }),
    ),
  );
}

function statusButtons(student, mark, actions, isReadOnly) {
  return element(
    "div",
    { class: "statuses", role: "group", "aria-label": `Attendance of ${student.name}` },
    ...STATUSES.map(({ value, label, sign }) =>
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
    { class: "line", role: "group", "aria-label": `Minutes late, ${student.name}` },
    element("span", { class: "caption" }, "Minutes late"),
    ...LATE_MINUTES.map((minutes) =>
      toggle({
        label: String(minutes),
        isOn: mark.minutes_late === minutes,
        name: `${minutes} minutes late`,
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
      placeholder: "other",
      disabled: isReadOnly,
      "aria-label": `Other number of minutes late, ${student.name}`,
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

function understanding(student, mark, topics, actions, isReadOnly) {
  const levels = mark ? mark.topics.map((topic) => topic.understanding ?? null) : [];
  const isMixed = new Set(levels).size > 1;
  return element(
    "div",
    { class: "line" },
    element("span", { class: "caption" }, isMixed ? "Understanding (differs by topic)" : "Understanding"),
    levelButtons({
      studentName: student.name,
      topicName: topics.length === 1 ? topics[0].name : "today's topics",
      value: isMixed ? null : levels[0],
      testid: `level-${student.student_id}`,
      focus: `level-${student.student_id}`,
      isDisabled: isReadOnly,
      onLevel: (level) => actions.setLevel(student, null, level),
    }),
  );
}

function details(student, mark, topics, actions, isOpen, isReadOnly) {
  const id = student.student_id;
  const covered = new Map((mark?.topics || []).map((topic) => [topic.topic_id, topic.understanding ?? null]));
  const hasTopics = mark?.attendance_status !== "absent" && topics.length > 0;
  const rows = hasTopics
    ? topics.map((topic) =>
        element(
          "div",
          { class: "topic" },
          toggle({
            label: topic.name,
            isOn: !mark || covered.has(topic.id),
            name: `${topic.name} was covered with ${student.name}`,
            testid: `topic-${id}-${topic.id}`,
            focus: `topic-${id}-${topic.id}`,
            className: "chip",
            isDisabled: isReadOnly,
            onTap: () => actions.toggleTopic(student, topic),
          }),
          levelButtons({
            studentName: student.name,
            topicName: topic.name,
            value: covered.get(topic.id),
            testid: `level-${id}-${topic.id}`,
            focus: `level-${id}-${topic.id}`,
            isDisabled: isReadOnly || (mark && !covered.has(topic.id)),
            onLevel: (level) => actions.setLevel(student, topic.id, level),
          }),
        ),
      )
    : [];
  return element(
    "details",
    { open: isOpen, ontoggle: (event) => actions.keepOpen(student, event.target.open) },
    element(
      "summary",
      { "data-testid": `details-${id}`, "data-focus": `details-${id}` },
      mark?.faculty_notes ? "Note and topics" : hasTopics ? "By topic, note" : "Note",
    ),
    ...rows,
    element("label", { class: "caption", for: `note-${id}` }, `Note about ${student.name}`),
    element("textarea", {
      id: `note-${id}`,
      rows: "2",
      maxlength: "2000",
      disabled: isReadOnly,
      "data-testid": `note-${id}`,
      "data-focus": `note-${id}`,
      oninput: (event) => actions.setNote(student, event.target.value),
    }, mark?.faculty_notes || ""),
  );
}

function studentRow(student, mark, { topics, isOpen, isUnsent, isReadOnly }, actions) {
  const isAbsent = mark?.attendance_status === "absent";
  const tag = !mark ? "Not marked yet" : isUnsent ? "Not saved yet" : "";
  return element(
    "li",
    { class: `student ${mark ? mark.attendance_status : "unmarked"}`, "data-testid": `student-${student.student_id}` },
    element(
      "div",
      { class: "who" },
      element("span", { class: "name" }, student.name),
      element("span", { class: "number" }, student.enrollment_no),
      element("span", { class: "tag" }, tag),
    ),
    statusButtons(student, mark, actions, isReadOnly),
    mark?.attendance_status === "late" && lateMinutes(student, mark, actions, isReadOnly),
    !isAbsent && topics.length > 0 && understanding(student, mark, topics, actions, isReadOnly),
    details(student, mark, topics, actions, isOpen, isReadOnly),
  );
}

function topicChips(sheet, chosen, isShowingAll, actions, isReadOnly) {
  const isShort = (topic) => topic.suggested || chosen.includes(topic.id);
  const shown = isShowingAll ? sheet.topics : sheet.topics.filter(isShort);
  const hidden = sheet.topics.length - shown.length;
  return [
    ...shown.map((topic) =>
      toggle({
        label: topic.name,
        isOn: chosen.includes(topic.id),
        name: `${topic.name}${topic.suggested ? ", suggested" : ""}`,
        testid: `class-topic-${topic.id}`,
        focus: `class-topic-${topic.id}`,
        className: `chip ${topic.suggested ? "suggested" : ""}`,
        isDisabled: isReadOnly,
        onTap: () => actions.toggleClassTopic(topic),
      }),
    ),
    hidden > 0 || isShowingAll
      ? element(
          "button",
          { type: "button", class: "quiet", "data-testid": "all-topics", "data-focus": "all-topics", onclick: actions.toggleAllTopics },
          isShowingAll ? "Show fewer" : `All topics (${hidden} more)`,
        )
      : null,
  ].filter(Boolean);
}
