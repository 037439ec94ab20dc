// How the part for the whole class looks: topic chips, understanding for everybody. Belongs here: markup and labels.
// What a tap does is sheet.js, whom it changes is class_wide.js.

function topicChips(sheet, chosen, isShowingAll, actions, isReadOnly) {
  const isShort = (topic) => topic.suggested || chosen.includes(topic.id);
  const shown = isShowingAll ? sheet.topics : sheet.topics.filter(isShort);
  const hidden = sheet.topics.length - shown.length;
  return [
    ...shown.map((topic) =>
      toggle({
        label: topic.name,
        isOn: chosen.includes(topic.id),
        name: topic.suggested ? _("{topic}, suggested", { topic: topic.name }) : topic.name,
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
          { type: "button", class: "quiet", "data-testid": "all-topics", "data-focus": "all-topics", onclick: () => actions.toggleAllTopics() },
          isShowingAll ? _("Show fewer") : _("All topics ({count} more)", { count: hidden }),
        )
      : null,
  ].filter(Boolean);
}

// Understanding for everybody present, and what is asked: whether those with their own are meant too.
function levelsForAll({ level, ownCount, asked, isReadOnly }, actions) {
  const shown = [
    element("span", { class: "caption" }, _("Understanding, same for everybody present")),
    levelButtons({
      groupName: _("Understanding, same for everybody present"),
      value: level,
      testid: "class-level",
      focus: "class-level",
      isDisabled: isReadOnly,
      onLevel: (chosen) => actions.setLevelForAll(chosen),
    }),
  ];
  if (asked) {
    const text =
      asked.count === 1
        ? _("1 student has an own understanding of {topic} and keeps it.", { topic: asked.topic.name })
        : _("{count} students have an own understanding of {topic} and keep it.", { count: asked.count, topic: asked.topic.name });
    shown.push(question(text, _("Take it from them too"), "class-topic-own", () => actions.takeAskedTopicFromAll()));
  } else if (ownCount && !isReadOnly) {
    const text = ownCount === 1 ? _("1 student keeps another level.") : _("{count} students keep another level.", { count: ownCount });
    shown.push(question(text, _("Set it for them too"), "class-level-own", () => actions.setOwnLevelsToo()));
  }
  return shown;
}

function question(text, answer, testid, onYes) {
  return element(
    "span",
    { class: "question" },
    element("span", {}, text),
    element("button", { type: "button", class: "quiet", "data-testid": testid, "data-focus": testid, onclick: onYes }, answer),
  );
}
