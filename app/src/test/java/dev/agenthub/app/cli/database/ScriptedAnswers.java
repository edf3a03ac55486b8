package dev.agenthub.app.cli.database;

import dev.agenthub.app.cli.Questions;
import java.util.Map;

/**
 * A terminal at which prepared answers are typed.
 *
 * @param answers by the beginning of their question; other questions get the default answer
 */
record ScriptedAnswers(Map<String, String> answers) implements Questions {
    @Override
    public boolean possible() {
        return true;
    }

    @Override
    public String line(String question) {
        return answers.entrySet().stream().filter(answer -> question.startsWith(answer.getKey()))
                .map(Map.Entry::getValue).findFirst().orElse("");
    }

    @Override
    public String hidden(String question) {
        return line(question);
    }
}
