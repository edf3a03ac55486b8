package dev.agenthub.db.failure;

import dev.agenthub.files.DataFolderCodes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** Turns exceptions of the system and of PostgreSQL into a {@link StartupException} with a code and a sentence. */
public final class Failures {

    private static final String DENIED = "42501";
    /** As the driver spells it, in every language. */
    private static final String NAME_VERIFIER = "PgjdbcHostnameVerifier";

    private Failures() {}

    public static StartupException of(IOException cause, String sentence) {
        if (isDiskFull(cause.getMessage())) {
            return new StartupException("DISK_FULL", sentence + ": the disk is full.", cause);
        }
        String why = switch (cause) {
            case FileAlreadyExistsException e -> "a file is where a folder should be (" + e.getMessage() + ")";
            case NotDirectoryException e -> "a file is where a folder should be (" + e.getMessage() + ")";
            case AccessDeniedException e -> "access to " + e.getMessage() + " is denied";
            case FileSystemException e -> e.getMessage();
            default -> cause.getClass().getSimpleName() + ": " + cause.getMessage();
        };
        return new StartupException(DataFolderCodes.UNUSABLE, sentence + ": " + why + ".", cause);
    }

    public static StartupException of(SQLException cause) {
        if (isUnverified(cause)) {
            return new StartupException("DATABASE_TLS_UNVERIFIED", "Whoever answers for the database is not known: "
                    + said(cause)
                    + " Name a CA of your own in the database's address with sslrootcert=FILE.", cause);
        }
        String code = switch (String.valueOf(cause.getSQLState())) {
            case "53100" -> "DISK_FULL";
            case "XX001", "XX002" -> "DATABASE_CORRUPT";
            case "28P01" -> "SECRETS_UNUSABLE";
            case DENIED -> "DATABASE_RIGHTS_MISSING";
            default -> "DATABASE_START_FAILED";
        };
        return new StartupException(code, "The database does not work: " + said(cause), cause);
    }

    /** The driver has no code of its own for a server without TLS, or with another name than it should have. */
    private static boolean isUnverified(SQLException cause) {
        if (cause.getCause() instanceof SSLException) {
            return true;
        }
        return cause instanceof PSQLException driver && driver.getServerErrorMessage() == null
                && (PSQLState.CONNECTION_REJECTED.getState().equals(driver.getSQLState())
                        || String.valueOf(driver.getMessage()).contains(NAME_VERIFIER));
    }

    /**
     * Connects; if the role may log in but not connect to the database, the exception names the missing grant.
     *
     * @throws StartupException DATABASE_RIGHTS_MISSING
     */
    public static Connection connect(PGSimpleDataSource source) throws SQLException {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            if (!isDenied(e)) {
                throw e;
            }
            throw new StartupException("DATABASE_RIGHTS_MISSING",
                    source.getUser()
                            + " may not connect to this database. As its administrator: grant connect on database \""
                            + source.getDatabaseName() + "\" to \"" + source.getUser() + "\";",
                    e);
        }
    }

    public static boolean isDenied(SQLException cause) {
        return DENIED.equals(cause.getSQLState());
    }

    /** PostgreSQL's message with its detail and hint, without the position in its functions. */
    public static String said(SQLException cause) {
        ServerErrorMessage message = cause instanceof PSQLException server ? server.getServerErrorMessage() : null;
        if (message == null) {
            return oneLine(String.valueOf(cause.getMessage()));
        }
        StringBuilder said = new StringBuilder(String.valueOf(message.getMessage()));
        if (message.getDetail() != null) {
            said.append(" (").append(message.getDetail()).append(')');
        }
        if (message.getHint() != null) {
            said.append(" (").append(message.getHint()).append(')');
        }
        return oneLine(said.toString());
    }

    /** A failure is said in one line, whatever it quotes. */
    public static String oneLine(String text) {
        return String.join(" ", text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    }

    public static boolean isDiskFull(@Nullable String message) {
        if (message == null) {
            return false;
        }
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("no space left") || lower.contains("quota exceeded")
                || lower.contains("not enough space")
                || lower.contains("check free disk space");
    }
}
