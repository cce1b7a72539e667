//! Portable pixmaps (P6) of one byte per colour.

pub struct Picture<'a> {
    pub width: u32,
    pub height: u32,
    /// Red, green and blue of each pixel, row by row.
    pub pixels: &'a [u8],
}

/// Why it is none, as the rest of a sentence.
pub fn read(bytes: &[u8]) -> Result<Picture<'_>, String> {
    let Some(mut rest) = bytes.strip_prefix(b"P6") else {
        return Err("it does not begin with P6".to_owned());
    };
    let mut numbers = [0_u32; 3];
    for number in &mut numbers {
        (*number, rest) = read_number(rest).ok_or("its head is not width, height and 255")?;
    }
    let [width, height, depth] = numbers;
    if depth != 255 || width == 0 || height == 0 {
        return Err(format!("it is {width} by {height} with colours up to {depth}"));
    }
    // One white space ends the head.
    let pixels = rest.get(1..).unwrap_or_default();
    let wanted = u64::from(width) * u64::from(height) * 3;
    if pixels.len() as u64 != wanted {
        return Err(format!("{width} by {height} pixels are {wanted} bytes, and it has {}", pixels.len()));
    }
    Ok(Picture { width, height, pixels })
}

/// The next number, behind white space and comments.
fn read_number(mut bytes: &[u8]) -> Option<(u32, &[u8])> {
    loop {
        match bytes.first()? {
            b'#' => bytes = &bytes[bytes.iter().position(|byte| *byte == b'\n')?..],
            byte if byte.is_ascii_whitespace() => bytes = &bytes[1..],
            _ => break,
        }
    }
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit())?;
    let number = core::str::from_utf8(&bytes[..end]).ok()?.parse().ok()?;
    Some((number, &bytes[end..]))
}
