package dev.agenthub.app.cli.database;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.text.HiddenCharacters;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Obtains setup's parameters: from options, else from questions, else from defaults. */
final class SetupAnswers {
    private static final int MOST_TRIES = 5;

    private final Terminal terminal;
    private final Questions questions;

    SetupAnswers(Terminal terminal, Questions questions) {
        this.terminal = terminal;
        this.questions = questions;
    }

    boolean canAsk() {
        return questions.possible();
    }

    /** Prints what a step did, or that it was done before. */
    void say(String sentence) {
        Output.remark(terminal, HiddenCharacters.marked(sentence));
    }

    /** The option's value, else the answer, else the default; an empty answer means the default. */
    String of(@Nullable String given, String question, String byDefault) {
        if (given != null) {
            return given.strip();
        }
        if (!questions.possible()) {
            return byDefault;
        }
        String typed = questions.line(byDefault.isEmpty() ? question : question + " [" + byDefault + "]");
        return typed.isEmpty() ? byDefault : typed;
    }

    /** As {@link #of}, without a default. */
    String needed(String option, @Nullable String given, String question) {
        String answer = of(given, question, "");
        while (answer.isEmpty() && questions.possible()) {
            answer = questions.line(question);
        }
        if (answer.isEmpty()) {
            throw missing(option);
        }
        return answer;
    }

    /**
     * Repeats a step whose answers a person mistyped, and says before what was wrong; gives up after a few attempts.
     *
     * @param mistyped the codes of failures that another answer can mend
     * @param typed whether a person typed what the step uses
     */
    <T> T again(Set<String> mistyped, boolean typed, Supplier<T> step) {
        for (int tries = 1;; tries++) {
            try {
                return step.get();
            } catch (CodedException e) {
                if (tries == MOST_TRIES || !typed || !questions.possible() || !mistyped.contains(e.code())) {
                    throw e;
                }
                say(e.sentence());
            }
        }
    }

    /** A secret of one line, from a file or typed without an echo. */
    String secret(String option, @Nullable Path file, String question) {
        if (file != null) {
            return Input.secretLine(file, terminal);
        }
        if (!questions.possible()) {
            throw missing(option);
        }
        String typed = questions.hidden(question).strip();
        for (int tries = 1; typed.isEmpty() && tries < MOST_TRIES; tries++) {
            typed = questions.hidden(question).strip();
        }
        if (typed.isEmpty()) {
            throw missing(option);
        }
        return typed;
    }

    /** The database administrator's password: from the environment, else typed without an echo. */
    DatabaseOperator.AdminPassword password(UnaryOperator<@Nullable String> environment, String admin) {
        return DatabaseOptions.password(environment, questions, admin);
    }

    byte[] json(Path file) {
        return Input.json(file, terminal);
    }

    private static CommandFailure missing(String option) {
        return CommandFailure.notDone("OPTION_NEEDED", "Nobody can be asked here, or nothing was answered: say "
                + option + ".");
    }
}
