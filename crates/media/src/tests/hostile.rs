//! Files made to be taken for what they are not.

use super::made::{chunk, gif, mp3, png, with_chunk};

type Files = Vec<(String, Vec<u8>)>;

/// What somebody would like to have served.
fn payloads() -> Vec<(&'static str, Vec<u8>)> {
    let zip = [
        b"PK\x03\x04\x0a\0\0\0\0\0".to_vec(),
        vec![0; 20],
        b"PK\x05\x06".to_vec(),
        vec![0; 18],
    ];
    vec![
        ("a script", b"<script>alert(1)</script>".to_vec()),
        (
            "a page",
            b"<!DOCTYPE html><html><body onload=alert(1)></body></html>".to_vec(),
        ),
        (
            "a picture of vectors",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(),
        ),
        (
            "a comment of a script",
            b"*/=1;alert(document.domain);/*".to_vec(),
        ),
        ("an archive", zip.concat()),
        ("PHP", b"<?php system($_GET['c']); ?>".to_vec()),
        (
            "XML",
            b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                .to_vec(),
        ),
        (
            "PDF",
            b"%PDF-1.4\n1 0 obj<</OpenAction/JavaScript>>endobj".to_vec(),
        ),
        (
            "a frame",
            b"<iframe src=javascript:alert(1)></iframe>".to_vec(),
        ),
        (
            "a shell",
            b"#!/bin/sh\nrm -rf /; <img src=x onerror=alert(1)>".to_vec(),
        ),
    ]
}

/// At least three hundred, each with what it is.
pub(super) fn files() -> Files {
    let mut files = Files::new();
    let whole = [("png", png()), ("gif", gif()), ("mp3", mp3(20))];
    for (kind, content) in &whole {
        appended(kind, content, &mut files);
        cut_short(kind, content, &mut files);
        bare(kind, content, &mut files);
    }
    in_chunks(&mut files);
    broken_chunks(&mut files);
    in_blocks(&mut files);
    in_frames(&mut files);
    files
}

/// Something behind the end, or in front of the beginning.
fn appended(kind: &str, content: &[u8], files: &mut Files) {
    for (name, payload) in payloads() {
        files.push((
            format!("{kind} with {name} behind"),
            [content, &payload].concat(),
        ));
        files.push((
            format!("{kind} with {name} in front"),
            [&payload, content].concat(),
        ));
    }
    for tail in [&b"\0"[..], b"\n", b"\xff", b"   ", &[0; 4_096]] {
        let name = format!("{kind} with {} bytes behind", tail.len());
        files.push((name, [content, tail].concat()));
    }
    for (other, more) in [
        ("png", png()),
        ("gif", gif()),
        ("half an mp3", vec![0xff; 99]),
    ] {
        files.push((
            format!("{kind} with {other} behind"),
            [content, &more].concat(),
        ));
    }
}

/// Cut at places all over the file; frames of a sound are cut within one.
fn cut_short(kind: &str, content: &[u8], files: &mut Files) {
    for part in 1..30 {
        let at = content.len() * part / 30;
        let at = if kind == "mp3" && at.is_multiple_of(417) {
            at + 1
        } else {
            at
        };
        let cut = content.get(..at).unwrap().to_vec();
        files.push((format!("{kind} cut at {at}"), cut));
    }
}

/// The beginning of a file, and something else behind it; or something else alone.
fn bare(kind: &str, content: &[u8], files: &mut Files) {
    let head = content.get(..10).unwrap();
    for (name, payload) in payloads() {
        files.push((
            format!("the head of {kind} and {name}"),
            [head, &payload].concat(),
        ));
        files.push((format!("{name} called {kind}"), payload));
    }
}

/// Texts of a picture, and chunks that no picture needs.
fn in_chunks(files: &mut Files) {
    for (name, payload) in payloads() {
        for kind in [
            *b"tEXt", *b"iTXt", *b"zTXt", *b"eXIf", *b"iCCP", *b"prIv", *b"acTL",
        ] {
            let told = String::from_utf8_lossy(&kind).into_owned();
            let hidden = [b"Comment\0", &payload[..]].concat();
            let hidden = with_chunk(&png(), &chunk(kind, &hidden));
            files.push((format!("png with {name} in {told}"), hidden));
        }
        let mut hidden = png();
        let end = hidden.len() - 12;
        hidden.splice(end.., chunk(*b"IEND", &payload));
        files.push((format!("png with {name} in IEND"), hidden));
        // Behind the stream of the pixels, with sums that are right.
        let (mut hidden, whole) = (png(), png());
        let length = u32::from_be_bytes(whole[33..37].try_into().unwrap());
        let end = 41 + usize::try_from(length).unwrap();
        let pixels = [&whole[41..end], &payload].concat();
        hidden.splice(33..end + 4, chunk(*b"IDAT", &pixels));
        files.push((format!("png with {name} behind its pixels"), hidden));
    }
}

fn broken_chunks(files: &mut Files) {
    let whole = png();
    for at in 33..whole.len() {
        let mut broken = whole.clone();
        broken[at] ^= 0x55;
        files.push((format!("png with another byte at {at}"), broken));
    }
    let header = chunk(*b"IHDR", &whole[16..29]);
    files.push(("png with two headers".into(), with_chunk(&whole, &header)));
    let no_pixels = [&whole[..33], &chunk(*b"IEND", b"")].concat();
    files.push(("png without pixels".into(), no_pixels));
    let huge = [&whole[..33], b"\xff\xff\xff\xffIDAT"].concat();
    files.push(("png with a chunk of 4 GiB".into(), huge));
    let bomb = chunk(*b"IHDR", b"\0\0\x10\0\0\0\x10\0\x10\x06\0\0\0");
    let bomb = [&whole[..8], &bomb, &whole[33..]].concat();
    files.push(("png that promises more pixels than it has".into(), bomb));
}

/// Comments and blocks of a GIF.
fn in_blocks(files: &mut Files) {
    for (name, payload) in payloads() {
        for label in [0xfe, 0x01, 0xff, 0x77] {
            let mut hidden = gif();
            let mut block = vec![0x21, label, u8::try_from(payload.len()).unwrap()];
            block.extend_from_slice(&payload);
            block.push(0);
            let end = hidden.len() - 1;
            hidden.splice(end..end, block);
            files.push((format!("gif with {name} in a block {label:x}"), hidden));
        }
    }
    let mut script = gif();
    script[6..10].copy_from_slice(b"/*\0\0");
    files.push(("gif that begins a comment".into(), script));
    let mut nothing = gif()[..19].to_vec();
    nothing.push(0x3b);
    files.push(("gif that shows nothing".into(), nothing));
    let mut unknown = gif();
    unknown.splice(19..19, [0x55, 0, 0]);
    files.push(("gif with an unknown block".into(), unknown));
}

/// Between the frames of a sound, and in its tags.
fn in_frames(files: &mut Files) {
    for (name, payload) in payloads() {
        let between = [mp3(5), payload.clone(), mp3(5)].concat();
        files.push((format!("mp3 with {name} between frames"), between));
        let mut tag = b"ID3\x04\0\0\0\0\x01\0".to_vec();
        tag.extend_from_slice(&payload);
        tag.resize(138, 0);
        files.push((
            format!("mp3 with {name} in its tag"),
            [tag, mp3(10)].concat(),
        ));
        let mut last = b"TAG".to_vec();
        last.extend_from_slice(&payload);
        last.resize(128, 0);
        files.push((
            format!("mp3 with {name} in its last tag"),
            [mp3(10), last].concat(),
        ));
    }
    files.push(("mp3 of two frames".into(), mp3(2)));
    let mut other = mp3(10);
    other[417 * 4 + 2] = 0x94;
    files.push(("mp3 of two sample rates".into(), other));
    let mut free = mp3(10);
    free[2] = 0x04;
    files.push(("mp3 of no bit rate".into(), free));
}
