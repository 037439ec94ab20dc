// What was done on this sheet since it was opened, step by step, so that each can be undone. Belongs here: remembering,
// and the words for it. Undoing is a change like any other, through the outbox: sheet.js.

const LONGEST_HISTORY = 100;

class History {
  constructor() {
    this.steps = [];
  }

  // A step: `what` in words; `before` and `after`, marks by student, null where there was none; `forAll`, what was
  // remembered of the whole class before and after, null when it stayed. `writing` names a field: one text is one step.
  add(step) {
    const last = this.steps.at(-1);
    if (step.writing && last?.writing === step.writing) {
      last.after = step.after;
      return;
    }
    this.steps.push(step);
    if (this.steps.length > LONGEST_HISTORY) this.steps.shift();
  }

  get last() {
    return this.steps.at(-1) || null;
  }

  take() {
    return this.steps.pop() || null;
  }
}

// Whether two marks say the same; null says that there is none.
function areSame(mark, other) {
  return JSON.stringify(content(mark)) === JSON.stringify(content(other));
}

function content(mark) {
  if (!mark?.attendance_status) return null;
  const topics = (mark.topics || []).map(({ topic_id, understanding }) => [topic_id, understanding ?? null]);
  return [
    mark.attendance_status,
    mark.minutes_late ?? null,
    topics.sort(([one], [other]) => one - other),
    mark.faculty_notes || null,
    mark.next_session_prep ?? null,
    mark.check_in_time ?? null,
    mark.check_out_time ?? null,
  ];
}

// What is remembered of the class as it was before a step; what was chosen since by another tab stays.
function forAllBefore({ before, after }, now) {
  const added = after.topics.filter((id) => !before.topics.includes(id));
  const topics = [...now.topics.filter((id) => !added.includes(id)), ...before.topics.filter((id) => !now.topics.includes(id))];
  return { ...before, topics };
}

const steps = {
  status: (student, status) =>
    ({
      present: () => _("{student} present", { student: student.name }),
      late: () => _("{student} late", { student: student.name }),
      absent: () => _("{student} absent", { student: student.name }),
    })[status](),
  minutes: (student, minutes) => _("{student} late {minutes} min", { student: student.name, minutes }),
  level: (student, level) =>
    level === null
      ? _("{student} without understanding", { student: student.name })
      : _("{student} understanding {level}", { student: student.name, level }),
  topic: (student, topic, isCovered) =>
    isCovered
      ? _("{student} with {topic}", { student: student.name, topic: topic.name })
      : _("{student} without {topic}", { student: student.name, topic: topic.name }),
  topicForAll: (topic, isCovered) =>
    isCovered ? _("{topic} for everybody", { topic: topic.name }) : _("{topic} for nobody", { topic: topic.name }),
  levelForAll: (level) =>
    level === null ? _("no understanding for everybody") : _("understanding {level} for everybody", { level }),
  rest: (count) => _("{count} as present", { count }),
  note: (student) => _("note about {student}", { student: student.name }),
  preparation: (student) => _("next time with {student}", { student: student.name }),
};
