package dev.agenthub.app.ui.common;

import dev.agenthub.app.text.HiddenCharacters;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javafx.scene.control.TextArea;

/** Shows bytes as text, wrapped and complete, with every hidden character marked; as hex where they are not UTF-8. */
public final class ExactBytes {
    private ExactBytes() {}

    /** A read-only area with all bytes, which can be selected and copied. */
    public static TextArea of(byte[] bytes) {
        var area = new TextArea(text(bytes));
        area.setEditable(false);
        area.setWrapText(true);
        area.getStyleClass().addAll("mono", "exact-bytes");
        return area;
    }

    static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return HiddenCharacters.markedExactly(text);
        } catch (CharacterCodingException e) {
            return HexFormat.ofDelimiter(" ").formatHex(bytes);
        }
    }
}
