package dev.agenthub.app.cli;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks questions at an interactive terminal. */
public interface Questions {
    /** The code where the input has ended, so that no further question can be answered. */
    String ENDED = "INPUT_ENDED";

    /** Whether the terminal is interactive. */
    boolean possible();

    /**
     * Returns the line typed, without spaces at its ends; empty for an empty line.
     *
     * @throws CommandFailure INPUT_ENDED
     */
    String line(String question);

    /**
     * Returns what is typed without an echo, spaces at its ends included.
     *
     * @throws CommandFailure INPUT_ENDED
     */
    String hidden(String question);

    /** Asks on this process's terminal. */
    static Questions ofProcess() {
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        return new Questions() {
            @Override
            public boolean possible() {
                return console.isPresent();
            }

            @Override
            public String line(String question) {
                return answered(console.orElseThrow().readLine("%s: ", question)).strip();
            }

            @Override
            public String hidden(String question) {
                char[] typed = console.orElseThrow().readPassword("%s: ", question);
                return answered(typed == null ? null : new String(typed));
            }
        };
    }

    /** The failure at the end of the input. */
    static CommandFailure ended() {
        return CommandFailure.notDone(ENDED, "The input ended before everything was answered.");
    }

    /** Fails at the end of the input: otherwise questions would be repeated for ever. */
    private static String answered(@Nullable String typed) {
        if (typed == null) {
            throw ended();
        }
        return typed;
    }
}
