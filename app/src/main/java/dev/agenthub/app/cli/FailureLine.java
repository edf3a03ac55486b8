package dev.agenthub.app.cli;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.text.HiddenCharacters;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says every failure as {@code agenthub: <sentence> [CODE]}, never as a stack trace. */
public final class FailureLine implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Terminal terminal;

    /** Failures are said on the terminal's error stream. */
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

    /** What was typed, or what an export says, may hold characters that a terminal would obey. */
    private void say(String sentence, String code) {
        terminal.err().println("agenthub: " + HiddenCharacters.marked(sentence) + " [" + code + "]");
        terminal.err().flush();
    }
}
