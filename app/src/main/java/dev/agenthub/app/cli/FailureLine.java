package dev.agenthub.app.cli;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.text.HiddenCharacters;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Prints every failure as {@code agenthub: <sentence> [CODE]}, without a stack trace. */
public final class FailureLine implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Terminal terminal;

    /** Prints failures to the terminal's error stream. */
    public FailureLine(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        switch (thrown) {
            case CodedException coded -> say(coded.sentence(), coded.code());
            default -> say("This should not have happened: " + thrown, "UNEXPECTED");
        }
        return thrown instanceof CommandFailure failure ? failure.exitCode() : CommandFailure.NOT_DONE;
    }

    @Override
    public int handleParseException(ParameterException thrown, String[] arguments) {
        String usage = thrown.getCommandLine().getCommandSpec().qualifiedName();
        say(String.valueOf(thrown.getMessage()).strip() + ". Try " + usage + " --help", "USAGE");
        return CommandFailure.NOT_DONE;
    }

    /** Marks hidden characters: arguments and exports may contain control characters of terminals. */
    private void say(String sentence, String code) {
        terminal.err().println("agenthub: " + HiddenCharacters.marked(sentence) + " [" + code + "]");
        terminal.err().flush();
    }
}
