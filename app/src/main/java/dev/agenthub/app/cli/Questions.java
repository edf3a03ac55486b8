package dev.agenthub.app.cli;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal; where there is none, nothing is asked. */
public interface Questions {
    /** The code of a failure to read an answer: no other question would be answered either. */
    String ENDED = "INPUT_ENDED";

    /** Whether there is somebody to ask. */
    boolean possible();

    /** What was typed, without the end of the line; empty where nothing was. */
    String line(String question);

    /** The same without an echo. */
    String hidden(String question);

    /** On the terminal of this process. */
    static Questions ofProcess() {
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        return new Questions() {
            @Override
            public boolean possible() {
                return console.isPresent();
            }

            @Override
            public String line(String question) {
                return answered(console.orElseThrow().readLine("%s: ", question));
            }

            @Override
            public String hidden(String question) {
                char[] typed = console.orElseThrow().readPassword("%s: ", question);
                return answered(typed == null ? null : new String(typed));
            }
        };
    }

    /** The end of the input ends the questions too, which would otherwise go on for ever. */
    private static String answered(@Nullable String typed) {
        if (typed == null) {
            throw CommandFailure.notDone(ENDED, "The input ended before everything was answered.");
        }
        return typed.strip();
    }
}
