package dev.agenthub.db;

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
 * The statements that stand word by word as constants in the program's classes: whatever data a caller brings, it is no part of them.
 *
 * <p>Only what reads and writes rows is taken in, so that not even a constant may change what a session keeps. The classes are read when a
 * statement is met for the first time: those on the stack, as one of them holds the text, if any does. Thread-safe.
 */
final class StaticSql {
    private static final String OURS = "dev.agenthub.";

    private static final Pattern ROWS = Pattern.compile("\\s*(?:select|insert|update|delete|with)\\s[^;]*");

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final Set<Class<?>> READ = ConcurrentHashMap.newKeySet();
    private static final Set<String> TEXTS = ConcurrentHashMap.newKeySet();

    private StaticSql() {}

    /** Whether this very text is one of them; asked by whoever runs it. */
    static boolean contains(String sql) {
        if (TEXTS.contains(sql)) {
            return true;
        }
        List<? extends Class<?>> unread = STACK.walk(frames -> frames.map(StackFrame::getDeclaringClass)
                .filter(type -> type.getName().startsWith(OURS) && !READ.contains(type)).distinct().toList());
        unread.forEach(StaticSql::read);
        return !unread.isEmpty() && TEXTS.contains(sql);
    }

    private static void read(Class<?> type) {
        String name = type.getName();
        try (InputStream bytes = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            if (bytes != null) {
                for (PoolEntry entry : ClassFile.of().parse(bytes.readAllBytes()).constantPool()) {
                    if (entry instanceof StringEntry text && ROWS.matcher(text.stringValue()).matches()) {
                        TEXTS.add(text.stringValue());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Only now, or another thread would take what is being read for read.
        READ.add(type);
    }
}
