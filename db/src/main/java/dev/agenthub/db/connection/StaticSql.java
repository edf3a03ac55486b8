package dev.agenthub.db.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.StackWalker.StackFrame;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Recognizes SQL statements that are string constants of the program's classes, or are concatenated from such constants: they contain no
 * data of a caller.
 *
 * <p>Only select, insert, update, delete and with count, so that no such statement changes the session's state; several of them, separated
 * by semicolons, may be run as one. When a text is first met, the constants of all classes on the stack are read. Thread-safe.
 */
public final class StaticSql {
    private static final String OURS = "dev.agenthub.";

    /** Every semicolon is taken for a separator: what follows one that is none, as in a literal, has to begin like a statement, too. */
    private static final String ROW = "\\s*(?:select|insert|update|delete|with)\\s[^;]*";
    private static final Pattern ROWS = Pattern.compile(ROW + "(?:;" + ROW + ")*");

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final Set<Class<?>> READ = ConcurrentHashMap.newKeySet();
    private static final Set<String> CONSTANTS = ConcurrentHashMap.newKeySet();
    private static final Set<String> STATEMENTS = ConcurrentHashMap.newKeySet();

    private StaticSql() {}

    /**
     * Concatenates a statement, or a part of one, from constants, for statements with too many forms to write out.
     *
     * @param parts each a constant of the calling class, or a result of this method
     * @throws IllegalArgumentException if a part is no constant of the program's classes
     */
    public static String of(String... parts) {
        for (String part : parts) {
            if (!isIn(CONSTANTS, part)) {
                throw new IllegalArgumentException("A part of this statement is no constant of the program.");
            }
        }
        String sql = String.join("", parts);
        take(sql);
        return sql;
    }

    /** Whether this text is such a statement. */
    static boolean contains(String sql) {
        return isIn(STATEMENTS, sql);
    }

    private static boolean isIn(Set<String> texts, String text) {
        if (texts.contains(text)) {
            return true;
        }
        List<? extends Class<?>> unread = STACK.walk(frames -> frames.map(StackFrame::getDeclaringClass)
                .filter(type -> type.getName().startsWith(OURS) && !READ.contains(type)).distinct().toList());
        unread.forEach(StaticSql::read);
        return !unread.isEmpty() && texts.contains(text);
    }

    private static void read(Class<?> type) {
        String name = type.getName();
        try (InputStream bytes = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            if (bytes != null) {
                for (PoolEntry entry : ClassFile.of().parse(bytes.readAllBytes()).constantPool()) {
                    if (entry instanceof StringEntry constant) {
                        take(constant.stringValue());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Only now, or another thread would take what is being read for read.
        READ.add(type);
    }

    private static void take(String text) {
        if (CONSTANTS.add(text) && ROWS.matcher(text).matches()) {
            STATEMENTS.add(text);
        }
    }
}
