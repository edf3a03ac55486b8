package dev.agenthub.app.cli.database;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.platform.DataFolders;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that select a database and its administrator. The password is read from the
 * environment or asked for, since other accounts can read a command line.
 */
final class DatabaseOptions {
    static final String PASSWORD_VARIABLE = "AGENTHUB_ADMIN_PASSWORD";
    static final String URL_HELP = "Such as jdbc:postgresql://db.example.com:5432/agenthub; without user and password.";
    static final String ADMIN_HELP = "A superuser of the server; postgres by default. The password is read from "
            + PASSWORD_VARIABLE + ", or asked for.";

    private final UnaryOperator<@Nullable String> environment;
    private final Questions questions;

    @Option(names = "--database", required = true, paramLabel = "JDBC_URL", description = URL_HELP)
    private String url = "";

    @Option(names = "--admin-user", paramLabel = "NAME", defaultValue = "postgres", description = ADMIN_HELP)
    private String admin = "";

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder of the backends; its secrets open the database.")
    private @Nullable Path data;

    @Mixin
    private AcceptedRisks accepted = new AcceptedRisks();

    DatabaseOptions(UnaryOperator<@Nullable String> environment, Questions questions) {
        this.environment = environment;
        this.questions = questions;
    }

    /** @throws CommandFailure PASSWORD_MISSING, INPUT_ENDED where there is no password */
    DatabaseOperator.Target target() {
        return new DatabaseOperator.Target(url, admin, password(environment, questions, admin),
                DataFolders.of(data, false),
                accepted.names());
    }

    /**
     * Reads the password of the database's administrator from the environment, else asks for it.
     *
     * @throws CommandFailure PASSWORD_MISSING where there is none and nobody to ask, INPUT_ENDED where nobody answers
     */
    static DatabaseOperator.AdminPassword password(UnaryOperator<@Nullable String> environment, Questions questions,
            String admin) {
        String given = environment.apply(PASSWORD_VARIABLE);
        if (given != null) {
            return new DatabaseOperator.AdminPassword(given);
        }
        if (!questions.possible()) {
            throw CommandFailure.notDone("PASSWORD_MISSING",
                    "There is nobody to ask for the password of " + admin + ": put it into " + PASSWORD_VARIABLE);
        }
        return new DatabaseOperator.AdminPassword(questions.hidden("Password of " + admin));
    }
}
