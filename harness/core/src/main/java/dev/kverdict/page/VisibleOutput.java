package dev.kverdict.page;

import dev.kverdict.text.Visible;
import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes a page. Whatever a template puts into it is text from outside: no character of it may hide
 * or change what is beside it, before jte escapes what means something in HTML.
 */
final class VisibleOutput extends OwaspHtmlTemplateOutput {

  VisibleOutput(TemplateOutput output) {
    super(output);
  }

  @Override
  public void writeUserContent(@Nullable String value) {
    super.writeUserContent(value == null ? null : Visible.of(value));
  }
}
