package dev.agenthub.app.ui.approvals.attachments;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.reading.Warning;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a reader sees of a file whose bytes were verified. */
public sealed interface FileContent {
    /** Text in UTF-8, all of it, and what in it could be taken for something else. */
    record Text(String text, List<Warning> warnings) implements FileContent {
        public Text {
            warnings = List.copyOf(warnings);
        }
    }

    /** A picture that may be decoded. */
    record Picture(StillPicture header) implements FileContent {}

    /** Bytes of any other kind: the first of them in rows of eight. */
    record Opaque(String rows) implements FileContent {}

    Messages MESSAGES = Messages.of(FileContent.class);
    int ROW = 8;
    int SHOWN_ROWS = 16;
    int MOST_WARNINGS = 1000;

    /** What {@code bytes} are, by themselves: the media type that the agent gave is not asked. */
    static FileContent of(byte[] bytes) {
        return StillPicture.of(bytes).<FileContent>map(Picture::new).orElseGet(() -> textOrBytes(bytes));
    }

    private static FileContent textOrBytes(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new Text(text, warnings(text));
        } catch (CharacterCodingException e) {
            return opaque(bytes);
        }
    }

    private static List<Warning> warnings(String text) {
        List<Warning> found = new ArrayList<>();
        int line = 1;
        for (int at = 0; at < text.length() && found.size() < MOST_WARNINGS; line++) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            found.addAll(Warning.in(MESSAGES.text("file.line", line), text.substring(at, next), at));
            at = next;
        }
        return found;
    }

    /** Shows bytes as such, where they are no text, or a picture that can't be drawn. */
    static Opaque opaque(byte[] bytes) {
        StringBuilder rows = new StringBuilder();
        for (int at = 0; at < Math.min(bytes.length, ROW * SHOWN_ROWS); at += ROW) {
            int end = Math.min(bytes.length, at + ROW);
            rows.append(HexFormat.of().toHexDigits((short) at)).append("  ")
                    .append(HexFormat.ofDelimiter(" ").formatHex(bytes, at, end)).append("   ".repeat(at + ROW - end))
                    .append("  ");
            for (int i = at; i < end; i++) {
                rows.append(bytes[i] > ' ' && bytes[i] < 0x7F ? (char) bytes[i] : '.');
            }
            rows.append('\n');
        }
        return new Opaque(rows.toString());
    }
}
