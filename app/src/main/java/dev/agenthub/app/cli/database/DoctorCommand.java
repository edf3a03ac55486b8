package dev.agenthub.app.cli.database;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.text.HiddenCharacters;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code agenthub doctor}: examines a database and its server, and prints the findings with remedies. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Examine a database on your own PostgreSQL, and change nothing.", footer = "%nExit code: 0 fit to serve, 1 something is wrong, 2 it could not be examined.")
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final DatabaseOperator operator;

    @Mixin
    private final DatabaseOptions database;

    DoctorCommand(Terminal terminal, DatabaseOperator operator, UnaryOperator<@Nullable String> environment,
            Questions questions) {
        this.terminal = terminal;
        this.operator = operator;
        this.database = new DatabaseOptions(environment, questions);
    }

    @Override
    public Integer call() {
        List<DatabaseOperator.Examined> rows = operator.examine(database.target());
        print(rows);
        return rows.stream().anyMatch(DatabaseOperator.Examined::wrong) ? CommandFailure.REJECTED : 0;
    }

    private void print(List<DatabaseOperator.Examined> rows) {
        PrintStream out = terminal.out();
        int width = rows.stream().mapToInt(row -> row.subject().length()).max().orElse(0);
        for (DatabaseOperator.Examined row : rows) {
            out.println((verdict(row) + "  " + padded(row.subject(), width) + "  "
                    + HiddenCharacters.marked(row.sentence())).stripTrailing());
            if (!row.remedy().isEmpty()) {
                out.println(" ".repeat(7 + width + 2) + "-> " + HiddenCharacters.marked(row.remedy()));
            }
            // One statement a line, for copying.
            row.sql().lines().forEach(
                    line -> out.println(" ".repeat(7 + width + 2) + "   " + HiddenCharacters.marked(line)));
        }
        long wrong = rows.stream().filter(DatabaseOperator.Examined::wrong).count();
        out.println(wrong == 0
                ? "Fit to serve."
                : "Not fit to serve: " + wrong + (wrong == 1 ? " thing is" : " things are") + " wrong.");
        if (rows.stream().filter(DatabaseOperator.Examined::wrong).filter(row -> !row.sql().isEmpty()).count() > 1) {
            out.println(
                    "Run what mends a rule of the guard in one transaction: it lets none commit while another is violated.");
        }
        out.flush();
    }

    private static String verdict(DatabaseOperator.Examined row) {
        return row.fine() ? "OK   " : row.wrong() ? "WRONG" : "NOTE ";
    }

    private static String padded(String text, int width) {
        return HiddenCharacters.marked(text) + " ".repeat(Math.max(0, width - text.length()));
    }
}
